using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Organization;

/// <summary>How a person is told: by mail, on paper, by telephone.</summary>
public enum NoticeChannel { Mail, Print, Phone }

/// <summary>A person of the commune. Who left stays: history keeps the name.</summary>
public sealed class Person : IVersioned, IReferenceData
{
    public int Id { get; set; }
    [MaxLength(120)] public required string FullName { get; set; }

    /// <summary>Given name, family name, middle names in the order of the Vietnamese alphabet.</summary>
    [MaxLength(300)] public required string SortKey { get; set; }

    [MaxLength(200)] public string? Email { get; set; }
    [MaxLength(30)] public string? Phone { get; set; }

    /// <summary>«ông» or «bà» where it is known.</summary>
    [MaxLength(10)] public string? AddressAs { get; set; }

    public NoticeChannel Notice { get; set; }
    public bool Active { get; set; } = true;
    [MaxLength(400)] public string? Responsibilities { get; set; }
    public Guid Version { get; set; }
}

/// <summary>Whether a position heads its unit.</summary>
public enum PositionRank { Head, Deputy, Member }

/// <summary>A position held from a day to a day, with the number of the paper that gave it.</summary>
public sealed class Position : IReferenceData
{
    public int Id { get; set; }
    public int PersonId { get; set; }
    public int? UnitId { get; set; }
    [MaxLength(150)] public required string Title { get; set; }
    public PositionRank Rank { get; set; }
    public DateOnly From { get; set; }
    public DateOnly? To { get; set; }
    [MaxLength(60)] public string? PaperNumber { get; set; }
}

/// <summary>What a person may do here.</summary>
public enum Role { Chairman, DeputyChairman, OfficeHead, UnitHead, UnitDeputy, Officer, OneStopClerk, Editor, DenunciationHandler, Administrator, VillageHead, Supervisor, Observer, LegalOfficer }

/// <summary>A role given from a day to a day.</summary>
public sealed class RoleGrant : IReferenceData
{
    public int Id { get; set; }
    public int PersonId { get; set; }
    public Role Role { get; set; }
    public DateOnly From { get; set; }
    public DateOnly? To { get; set; }
}

/// <summary>Three legal facts, never one: <i>ủy quyền</i>, <i>phụ trách</i> and <i>quyền</i>.</summary>
public enum DelegationKind { Authorised, InCharge, Acting }

/// <summary>One person answers for another from a day to the end of a day.</summary>
public sealed class Delegation : IVersioned, IReferenceData
{
    public int Id { get; set; }
    public int FromPersonId { get; set; }
    public int ToPersonId { get; set; }
    public DelegationKind Kind { get; set; }
    public DateOnly From { get; set; }

    /// <summary>The last day, counted in («đến hết ngày»).</summary>
    public DateOnly To { get; set; }

    [MaxLength(60)] public string? PaperNumber { get; set; }
    [MaxLength(400)] public required string Reason { get; set; }
    public DateTime? RevokedAt { get; set; }
    public Guid Version { get; set; }

    public bool RunsOn(DateOnly day) => RevokedAt is null && From <= day && To >= day;
}

/// <summary>The account with which a person signs in.</summary>
public sealed class Account : IdentityUser<int>
{
    public int PersonId { get; set; }

    /// <summary>The password was made by an administrator: its owner must choose another at the next sign-in.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>The time step of the last code that was accepted (RFC 6238): a code is good once, also while its half minute lasts.</summary>
    public long UsedCodeStep { get; set; }

    internal static void Map(ModelBuilder model)
    {
        model.Entity<Account>(e =>
        {
            e.ToTable("Account");
            e.HasIndex(x => x.PersonId).IsUnique();
        });
        model.Entity<IdentityUserClaim<int>>().ToTable("AccountClaim");
        model.Entity<IdentityUserLogin<int>>().ToTable("AccountLogin");
        model.Entity<IdentityUserToken<int>>().ToTable("AccountToken");
    }
}

/// <summary>What was tried: the password, the second step after it, or a new password by a mailed link.</summary>
public enum SignInAct
{
    /// <summary>Signed in by the password alone, or the password was wrong.</summary>
    Password,

    /// <summary>The password was right and the second step was asked for.</summary>
    CodeAsked,

    /// <summary>A code of the authenticator app.</summary>
    Code,

    /// <summary>One of the recovery codes.</summary>
    RecoveryCode,

    /// <summary>A new password was set by a mailed link.</summary>
    NewPassword,
}

/// <summary>One attempt to sign in; never what was typed as a password or a code.</summary>
public sealed class SignInRecord
{
    public long Id { get; set; }
    public DateTime At { get; set; }
    [MaxLength(120)] public required string UserName { get; set; }
    public int? PersonId { get; set; }
    public SignInAct Act { get; set; }
    public bool Succeeded { get; set; }
    [MaxLength(60)] public string? Address { get; set; }
}

internal static class OrganizationTables
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<Unit>(e =>
        {
            e.ToTable("Unit");
            e.HasIndex(x => x.Code).IsUnique();
        });
        model.Entity<Field>(e =>
        {
            e.ToTable("Field");
            e.HasKey(x => x.Code);
        });
        model.Entity<FieldAssignment>(e =>
        {
            e.ToTable("FieldAssignment");
            e.HasOne<Field>().WithMany().HasForeignKey(x => x.FieldCode);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Person>(e => { e.ToTable("Person"); e.HasIndex(x => x.SortKey); });
        model.Entity<Position>(e =>
        {
            e.ToTable("Position");
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<RoleGrant>(e => { e.ToTable("RoleGrant"); e.HasOne<Person>().WithMany().HasForeignKey(x => x.PersonId); });
        model.Entity<LeaderInCharge>(e =>
        {
            e.ToTable("LeaderInCharge");
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.LeaderId);
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Delegation>(e =>
        {
            e.ToTable("Delegation");
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.FromPersonId).OnDelete(DeleteBehavior.Restrict);
            e.HasOne<Person>().WithMany().HasForeignKey(x => x.ToPersonId).OnDelete(DeleteBehavior.Restrict);
        });
        model.Entity<Setting>(e => { e.ToTable("Setting"); e.HasKey(x => x.Name); });
        model.Entity<SignInRecord>(e => { e.ToTable("SignIn"); e.HasIndex(x => x.At); e.HasIndex(x => x.PersonId); });
        model.Entity<FormerUnitName>(e =>
        {
            e.ToTable("FormerUnitName");
            e.HasOne<Unit>().WithMany().HasForeignKey(x => x.UnitId);
        });
        PersonWish.Map(model);
        CalendarAddress.Map(model);
    }
}
