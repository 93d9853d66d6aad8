using System.ComponentModel.DataAnnotations;
using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.EntityFrameworkCore;

namespace BacSon.App.Admin;

/// <summary>Who came in, or tried to: of the last year, the newest first.</summary>
[Authorize(Policies.Administer)]
internal sealed class SignInsPage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public const int PageSize = 50;

    [BindProperty(SupportsGet = true, Name = "q"), Display(Name = "Họ và tên, tên đăng nhập"), StringLength(100)]
    public string? Words { get; set; }

    /// <summary>«duoc»: came in; «khong»: did not.</summary>
    [BindProperty(SupportsGet = true, Name = "kq"), StringLength(10)]
    public string? Result { get; set; }

    [BindProperty(SupportsGet = true, Name = "tu"), Display(Name = "Từ ngày")]
    public DateOnly? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "den"), Display(Name = "Đến hết ngày")]
    public DateOnly? To { get; set; }

    [BindProperty(SupportsGet = true, Name = PageLinksTagHelper.Parameter)]
    public int? Number { get; set; }

    public OrganizationOn Organization { get; private set; } = null!;
    public List<SignInRecord> Rows { get; private set; } = [];
    public int Total { get; private set; }
    public int Shown { get; private set; } = 1;

    public async Task OnGetAsync(CancellationToken cancel)
    {
        (_, Organization) = await snapshots.ReadAsync(db, cancel);
        if (!ModelState.IsValid)
            return;
        var records = db.SignIns.AsNoTracking();
        if (Result is "duoc" or "khong")
            records = records.Where(x => x.Succeeded == (Result == "duoc") && x.Act != SignInAct.CodeAsked);
        if (From is { } from)
        {
            var first = OfficeTime.ToUtc(from, TimeOnly.MinValue);
            records = records.Where(x => x.At >= first);
        }
        if (To is { } to)
        {
            var after = OfficeTime.ToUtc(to.AddDays(1), TimeOnly.MinValue);
            records = records.Where(x => x.At < after);
        }
        if (!string.IsNullOrWhiteSpace(Words))
        {
            // Names are compared without marks in memory; a user name has none. Who left is found too.
            var folded = Vi.Fold(Words);
            var names = await db.People.AsNoTracking().Select(x => new { x.Id, x.FullName }).ToListAsync(cancel);
            int?[] people = [.. names.Where(x => Vi.Fold(x.FullName).Contains(folded, StringComparison.Ordinal)).Select(x => (int?)x.Id)];
            var typed = Words.Trim();
            records = records.Where(x => people.Contains(x.PersonId) || x.UserName.Contains(typed));
        }
        Total = await records.CountAsync(cancel);
        Shown = Math.Clamp(Number ?? 1, 1, Math.Max(1, (Total + PageSize - 1) / PageSize));
        Rows = await records.OrderByDescending(x => x.Id).Skip((Shown - 1) * PageSize).Take(PageSize).ToListAsync(cancel);
    }
}
