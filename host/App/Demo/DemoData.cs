using System.Text.Json;
using System.Text.Json.Serialization;

namespace BacSon.App.Demo;

// The sample's files as they are written; only what the seed reads.

internal sealed record DemoFile(DemoCommuneFacts Commune, List<DemoUnit> Units, List<DemoPosition> Positions, List<DemoPerson> People,
    List<DemoLeader> LeadersInCharge, List<DemoVillage> Villages, List<DemoDocument> Documents, DemoBackground DemoBackground, List<DemoSituation> DemoStory);

internal sealed record DemoCommuneFacts(string Name, string FullName, string DocumentPlace, string Province, string AddressLine, string Switchboard, string Hotline);
internal sealed record DemoUnit(string Code, string Name, string ShortName, string Kind, string? Parent, string Head, List<string> Deputies, int Order, DateOnly ValidFrom);
internal sealed record DemoPosition(string Code, string Name);
internal sealed record DemoPerson(string Id, string FullName, string AddressAs, string? Unit, string Position, List<string> AlsoHolds, List<string> Roles, string Field, string? Email, string? Phone, string NoticeBy);
internal sealed record DemoLeader(string Leader, List<string> Units);
internal sealed record DemoVillage(string Code, string FullName, int Order, string Head);
internal sealed record DemoDocument(string Code, string Number, string Issuer, string Title, int? ReceivedNumber, int Day, string? Direction, string? DirectionBy);
internal sealed record DemoBackground(List<DemoRow> Rows);
internal sealed record DemoRow(string Unit, string Module, int DoneOnTime, int DoneLate, int OpenInTime);

/// <summary>A dated situation: what happened, in days from the anchor, and the state in which it stands.</summary>
internal sealed record DemoSituation(string Id, string Module, string Title, string? Unit, string? Lead, string State, List<string> Flags,
    List<DemoMoment> Timeline, DemoDue? Due, string? LegalKey, string? Accepter, string? Document, List<DemoShare>? Coordinating, DemoExtension? Extension);

internal sealed record DemoMoment(int Day, string DayUnit, string What);
internal sealed record DemoDue(int? Day, string? DayUnit, string? From);
internal sealed record DemoShare(string Unit, string State, DemoDue Due);
internal sealed record DemoExtension(int AskedDays, string AskedUnit);

internal sealed record DemoField(string Field, string Unit, DateOnly ValidFrom);
internal sealed record DemoPlan(int Year, string Title, string Source, List<DemoFormerUnit> FormerUnits, List<DemoPlanItem> Items);
internal sealed record DemoFormerUnit(string Code, string Name, DateOnly ValidFrom, DateOnly ValidTo, string Successor);
internal sealed record DemoPlanItem(string Number, int Area, string Content, string LeadUnit, List<string> Coordinating, string? CoordinatingNote, string Product,
    DemoSchedule Schedule, bool Proposed, List<string> CatalogueKeys, string LeadUnitFrom202507, string? Note);
internal sealed record DemoSchedule(string Kind, DateOnly? Due, string? Rhythm);

/// <summary>Reads the sample's files from the program's own assembly.</summary>
internal static class DemoFiles
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    public static T Read<T>(string name)
    {
        using var stream = typeof(DemoFiles).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException($"The program ships no {name}.");
        return JsonSerializer.Deserialize<T>(stream, Json) ?? throw new InvalidOperationException($"{name} is empty.");
    }
}
