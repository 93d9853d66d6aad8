using BacSon.Kernel.Mail;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>The mails whose wording may be changed.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailTemplatesPage(MailTemplateBook book) : PageModel
{
    public List<(MailTemplatePlan Plan, MailTemplateChange? Last)> Rows { get; } = [];

    public async Task OnGetAsync(CancellationToken cancel)
    {
        foreach (var plan in await book.ReadAsync(cancel))
            Rows.Add((plan, (await book.HistoryAsync(plan.Template.Key, cancel)).FirstOrDefault()));
    }
}
