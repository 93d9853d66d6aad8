using System.ComponentModel.DataAnnotations;

namespace BacSon.Kernel.Organization;

/// <summary>What a unit is, which decides who heads it and where it stands in lists.</summary>
public enum UnitKind { Leadership, Council, Department, OneStop, Police, Military, PublicService, Team, School, Front, MassOrganisation, FormerPost, Village }

/// <summary>A unit of the commune with the dates of its life. A closed unit stays: history keeps its name.</summary>
public sealed class Unit : IVersioned, IReferenceData
{
    public int Id { get; set; }
    [MaxLength(20)] public required string Code { get; set; }
    [MaxLength(200)] public required string Name { get; set; }
    [MaxLength(80)] public required string ShortName { get; set; }
    public UnitKind Kind { get; set; }
    public int? ParentId { get; set; }

    /// <summary>The office's own fixed order: units are never sorted by letter.</summary>
    public int Order { get; set; }

    public DateOnly From { get; set; }

    /// <summary>The last day of the unit, or null while it stands.</summary>
    public DateOnly? To { get; set; }

    /// <summary>Who took over when the unit closed.</summary>
    public int? SuccessorId { get; set; }

    public Guid Version { get; set; }

    public bool StandsOn(DateOnly day) => From <= day && (To is null || To >= day);
}

/// <summary>What a unit was called from a day to the end of a day, before it was renamed.</summary>
public sealed class FormerUnitName : IReferenceData
{
    public int Id { get; set; }
    public int UnitId { get; set; }
    [MaxLength(200)] public required string Name { get; set; }
    [MaxLength(80)] public required string ShortName { get; set; }
    public DateOnly From { get; set; }

    /// <summary>The last day of this name.</summary>
    public DateOnly To { get; set; }

    /// <summary>The paper that gave the next name.</summary>
    [MaxLength(60)] public string? PaperNumber { get; set; }
}

/// <summary>A field of work (tư pháp, đất đai …): the catalogue names fields, the commune leads fields to units.</summary>
public sealed class Field : IReferenceData
{
    [MaxLength(40)] public required string Code { get; init; }
    [MaxLength(120)] public required string Name { get; set; }
}

/// <summary>Which unit answers for a field, and from when to when.</summary>
public sealed class FieldAssignment : IReferenceData
{
    public int Id { get; set; }
    [MaxLength(40)] public required string FieldCode { get; set; }
    public int UnitId { get; set; }
    public DateOnly From { get; set; }
    public DateOnly? To { get; set; }
}

/// <summary>Which leader is in charge of a unit: the first whom a late duty reaches.</summary>
public sealed class LeaderInCharge : IReferenceData
{
    public int Id { get; set; }
    public int LeaderId { get; set; }
    public int UnitId { get; set; }
    public DateOnly From { get; set; }
    public DateOnly? To { get; set; }
}

/// <summary>One setting of the commune: its name, province, telephone, the day it began to use the platform.</summary>
public sealed class Setting : IReferenceData
{
    [MaxLength(60)] public required string Name { get; init; }
    [MaxLength(1000)] public required string Value { get; set; }
}
