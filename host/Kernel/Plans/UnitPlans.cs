using System.Globalization;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Evidence;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Plans;

/// <summary>A unit beside the commune's plan: what it leads there, and its own plan, which is a duty with the plan as its proof.</summary>
public sealed record UnitPlan(Unit Unit, int Items, Duty? Asked, EvidenceFile? File);

/// <summary>
/// Each unit's own plan for the year: asked for as a duty of that unit, once; reminded, urged and accepted as any other, and
/// shown beside the commune's plan.
/// </summary>
public sealed class UnitPlans(PlatformDb db, DutyLedger ledger)
{
    private static string KeyOf(int year, int unitId) => string.Create(CultureInfo.InvariantCulture, $"unit-plan:{year}:{unitId}");

    /// <summary>The units that lead something in the plan, or were asked, in the office's order.</summary>
    public async Task<IReadOnlyList<UnitPlan>> ReadAsync(Plan plan, OrganizationOn organization, CancellationToken cancel = default)
    {
        var items = await db.PlanItems.AsNoTracking().Where(x => x.PlanId == plan.Id).GroupBy(x => x.LeadUnitId).Select(x => new { x.Key, Count = x.Count() }).ToDictionaryAsync(x => x.Key, x => x.Count, cancel);
        var prefix = string.Create(CultureInfo.InvariantCulture, $"unit-plan:{plan.Year}:");
        var end = prefix + '\uffff';
        var asked = (await db.Duties.AsNoTracking().Where(x => x.OccurrenceKey != null && string.Compare(x.OccurrenceKey, prefix) >= 0 && string.Compare(x.OccurrenceKey, end) < 0 && x.Stage != DutyStage.Cancelled).ToListAsync(cancel))
            .ToDictionary(x => int.Parse(x.OccurrenceKey.AsSpan(prefix.Length), CultureInfo.InvariantCulture));
        long[] ids = [.. asked.Values.Select(x => x.Id)];
        var files = (await db.Evidence.AsNoTracking().Where(x => ids.Contains(x.DutyId) && x.ShareId == null).OrderBy(x => x.Id).ToListAsync(cancel)).ToLookup(x => x.DutyId);
        return [.. items.Keys.Union(asked.Keys).Select(x => organization.Unit(x)).OfType<Unit>().OrderBy(x => x.Order)
            .Select(x => new UnitPlan(x, items.GetValueOrDefault(x.Id), asked.GetValueOrDefault(x.Id), asked.TryGetValue(x.Id, out var duty) ? files[duty.Id].LastOrDefault() : null))];
    }

    /// <summary>Asks units for their plans by a day; who was asked before is passed over. Gives how many were asked. Throws <see cref="Refusal"/> at the field that is wrong.</summary>
    /// <param name="dueOn">Office date; a day off moves to the working day before it.</param>
    public async Task<int> AskAsync(Plan plan, IReadOnlyCollection<int> units, DateOnly? dueOn, Viewer by, CancellationToken cancel = default)
    {
        if (!PlanBook.MayEdit(by))
            throw new NotAllowed();
        var today = db.Clock.OfficeToday();
        if (units.Count == 0)
            throw new Refusal("Chưa chọn đơn vị nào", "Chosen");
        var due = dueOn ?? throw new Refusal("Chưa nhập ngày gửi", "DueOn");
        if (due <= today)
            throw new Refusal($"Ngày gửi phải sau hôm nay ({Vi.Date(today)})", "DueOn");
        if (due > new DateOnly(plan.Year, 12, 31))
            throw new Refusal($"Ngày gửi phải trong năm {plan.Year} hoặc trước đó", "DueOn");
        await using var transaction = db.Database.CurrentTransaction is null ? await db.Database.BeginTransactionAsync(cancel) : null;
        var count = 0;
        foreach (var id in units.Distinct())
        {
            if (by.Organization.Unit(id) is not { } unit || !unit.StandsOn(today))
                throw new Refusal("Đơn vị đã chọn không còn hoạt động", "Chosen");
            if (await db.Duties.AnyAsync(x => x.OccurrenceKey == KeyOf(plan.Year, id), cancel))
                continue;
            await ledger.OpenAsync(new NewDuty(PapiArea.General, $"Lập, gửi kế hoạch năm {plan.Year} của {unit.Name} về nâng cao Chỉ số PAPI", due, new Term(0, TermUnit.CalendarDay, TermKind.FixedDate))
            {
                OccurrenceKey = KeyOf(plan.Year, id),
                LegalBasis = plan.Title,
                Shift = DueShift.Previous,
                LeadUnitId = id,
                Product = "Kế hoạch của đơn vị đã ký",
                NextStep = "Lập kế hoạch theo các mục đơn vị chủ trì, ký, gửi bản đã ký",
                Accepter = AccepterKind.OfficeHead,
                RequiresEvidence = true,
            }, by, cancel);
            count++;
        }
        if (transaction is not null)
            await transaction.CommitAsync(cancel);
        return count;
    }
}
