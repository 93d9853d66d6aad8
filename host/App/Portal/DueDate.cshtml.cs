using BacSon.Kernel;
using BacSon.Kernel.Calendar;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.RateLimiting;

namespace BacSon.App.Portal;

/// <summary>Anyone may count a term: the same clock that the office's deadlines run on.</summary>
[AllowAnonymous]
[EnableRateLimiting(RateLimits.Public)]
internal sealed class DueDatePage(PlatformDb db, Snapshots snapshots) : PageModel
{
    public static readonly IReadOnlyList<SelectListItem> Units =
    [
        new("Ngày làm việc", "working-day"), new("Ngày (ngày lịch)", "calendar-day"), new("Tháng", "month"), new("Năm", "year"),
    ];

    [BindProperty(SupportsGet = true, Name = "from")]
    public string? From { get; set; }

    [BindProperty(SupportsGet = true, Name = "amount")]
    public string? Amount { get; set; }

    [BindProperty(SupportsGet = true, Name = "unit")]
    public string? Unit { get; set; }

    public Deadline? Deadline { get; private set; }
    public DateOnly Today { get; private set; }
    public bool Back { get; private set; }

    public async Task OnGetAsync()
    {
        Today = db.Clock.OfficeToday();
        if (!Request.Query.ContainsKey("from"))
        {
            (From, Amount, Unit) = (Vi.Date(Today), "5", "working-day");
            ModelState.Clear();
        }
        if (!DueDateQuery.TryRead(From, Amount, Unit, out var query, out var field, out var message))
        {
            ModelState.AddModelError(field, message);
            return;
        }
        var (calendar, _) = await snapshots.ReadAsync(db);
        Deadline = query.Explain(calendar, Today);
        Back = query.Amount < 0;
    }
}
