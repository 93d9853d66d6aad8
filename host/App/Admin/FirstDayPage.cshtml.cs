using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>The steps of a new commune's first day, each with what is there and where it is entered.</summary>
[Authorize(Policies.Administer)]
internal sealed class FirstDayPage(FirstDay day) : PageModel
{
    public IReadOnlyList<FirstStep> Steps { get; private set; } = [];

    /// <summary>The first step that is not done; null when all are.</summary>
    public FirstStep? Next { get; private set; }

    public async Task OnGetAsync(CancellationToken cancel)
    {
        Steps = await day.ReadAsync(cancel);
        Next = Steps.FirstOrDefault(x => !x.Done);
    }
}
