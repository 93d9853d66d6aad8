using System.Diagnostics;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.Portal;

/// <summary>What anyone reads when the answer is not a page: a sentence and what to do, never an exception.</summary>
[AllowAnonymous]
[IgnoreAntiforgeryToken]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ErrorPage(UiShell shell) : PageModel
{
    public Problem Problem { get; private set; } = Problem.For(500);

    public void OnGet(int code) => Show(code);
    public void OnPost(int code) => Show(code);

    private void Show(int code)
    {
        Response.StatusCode = code is >= 400 and <= 599 ? code : 404;
        Problem = Problem.For(Response.StatusCode, shell.Phone, code == 500 ? Activity.Current?.TraceId.ToString()[..8] : null);
    }
}

/// <summary>Where the cookie sends someone without the right; it answers 403 like any other refusal.</summary>
[AllowAnonymous]
internal sealed class NotAllowedPage : PageModel
{
    public IActionResult OnGet() => StatusCode(StatusCodes.Status403Forbidden);
}
