using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>One slip that waits to be handed out.</summary>
internal sealed record Slip(long Id, string Name, Person? Person, string Subject, string Text, DateTime WrittenAt);

/// <summary>The slips of one village or unit.</summary>
internal sealed record SlipRound(Unit? Unit, IReadOnlyList<Slip> Slips)
{
    public string Name => Unit?.Name ?? "Chưa thuộc thôn, đơn vị nào";
    public string Key => Unit?.Id.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0";
}

/// <summary>
/// What cannot go by mail: one print run, village by village, each with a list to sign and its slips, and a tick when they have
/// been handed over. Who is reached by telephone stands here too, with his number.
/// </summary>
[Authorize(Policies.Staff)]
internal sealed class SlipsPage(PlatformDb db, CurrentViewer current, MailQueue queue) : PageModel
{
    /// <summary>As many as one run prints; the oldest first.</summary>
    public const int Most = 200;

    [BindProperty] public List<long> Chosen { get; set; } = [];

    public OrganizationOn Organization { get; private set; } = null!;
    public IReadOnlyList<SlipRound> Rounds { get; private set; } = [];
    public IReadOnlyList<SelectListItem> Places { get; private set; } = [];
    public string Place { get; private set; } = "";
    public int Waiting { get; private set; }
    public int Shown => Rounds.Sum(x => x.Slips.Count);

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!MailQueue.HandsOut(viewer))
            return StatusCode(403);
        Organization = viewer.Organization;
        Waiting = await db.Mails.CountAsync(x => x.State == MailState.ToPrint, cancel);
        var mails = await db.Mails.AsNoTracking().Include(x => x.Body).Where(x => x.State == MailState.ToPrint).OrderBy(x => x.Id).Take(Most).ToListAsync(cancel);
        var rounds = mails.Select(x => new Slip(x.Id, x.ToName, Organization.Person(x.PersonId), x.Subject, MailSecrets.Mask(x.Body!.Text), x.CreatedAt))
            .GroupBy(x => x.Person is { } person ? Organization.UnitOf(person.Id) : null)
            .Select(x => new SlipRound(Organization.Unit(x.Key), [.. x.OrderBy(y => y.Person?.SortKey, StringComparer.Ordinal).ThenBy(y => y.Id)]))
            // Villages first: the run is theirs.
            .OrderBy(x => x.Unit?.Kind != UnitKind.Village).ThenBy(x => x.Unit?.Order ?? int.MaxValue).ToList();
        Places = [.. rounds.Select(x => new SelectListItem($"{x.Name} ({Vi.Number(x.Slips.Count)})", x.Key))];
        Place = Places.Any(x => x.Value == Request.Query["dv"]) ? Request.Query["dv"].ToString() : "";
        Rounds = [.. rounds.Where(x => Place == "" || x.Key == Place)];
        return Page();
    }

    public async Task<IActionResult> OnPostHandedAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!MailQueue.HandsOut(viewer))
            return StatusCode(403);
        if (Chosen.Count == 0 || !ModelState.IsValid)
            this.Note("Chưa chọn phiếu nào", WordTone.Soon);
        else if (await queue.HandedOverAsync([.. Chosen.Take(Most)], viewer, cancel) is > 0 and var handed)
            this.Note($"Đã ghi giao tận tay {Vi.Number(handed)} phiếu");
        else
            this.Note("Các phiếu này đã được ghi giao trước đó", WordTone.Soon);
        return LocalRedirect("/phat-giay");
    }
}
