using System.ComponentModel.DataAnnotations;
using BacSon.App.Mail;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Admin;

/// <summary>Sends one mail now and shows what the server answered.</summary>
[Authorize(Policies.Administer)]
internal sealed class MailTestPage(CurrentViewer current, TestMail test) : PageModel
{
    [BindProperty, Display(Name = "Gửi đến"), StringLength(200), DataType(DataType.EmailAddress)]
    public string? Address { get; set; }

    public string? Own { get; private set; }
    public TestMailResult? Result { get; private set; }
    public string Way => test.Way;
    public bool HasServer => test.HasServer;

    public async Task OnGetAsync() => Own = (await current.RequireAsync()).Person.Email;

    public async Task OnPostTestAsync(CancellationToken cancel)
    {
        var by = await current.RequireAsync();
        Own = by.Person.Email;
        if (!ModelState.IsValid)
            return;
        try
        {
            Result = await test.SendAsync(Address, by, cancel);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
        }
    }
}
