using System.ComponentModel.DataAnnotations;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.Kernel.Results;

/// <summary>The commune's own coefficients, which the Excel file of the results weighs with; without them it weighs nothing.</summary>
[Authorize(Policies.Staff)]
internal sealed class CoefficientsPage(CurrentViewer current, WorkResults results) : PageModel
{
    [BindProperty, Display(Name = "Hoàn thành đúng hạn")] public double? OnTime { get; set; }
    [BindProperty, Display(Name = "Hoàn thành quá hạn")] public double? Late { get; set; }
    [BindProperty, Display(Name = "Đang thực hiện, quá hạn")] public double? Overdue { get; set; }
    [BindProperty, Display(Name = "Bị trả lại, đề nghị bổ sung")] public double? SentBack { get; set; }
    [BindProperty, Display(Name = "Được gia hạn")] public double? Extended { get; set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancel)
    {
        if (!WorkResults.CanSetCoefficients(await current.RequireAsync()))
            return StatusCode(403);
        var kept = (await results.CoefficientsAsync(cancel)).Values;
        double? Of(ResultKind kind) => kept.TryGetValue(kind, out var value) ? value : null;
        (OnTime, Late, Overdue, SentBack, Extended) = (Of(ResultKind.OnTime), Of(ResultKind.Late), Of(ResultKind.Overdue), Of(ResultKind.SentBack), Of(ResultKind.Extended));
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancel)
    {
        var viewer = await current.RequireAsync();
        if (!ModelState.IsValid)
            return Page();
        try
        {
            var given = new (ResultKind Kind, double? Value)[] { (ResultKind.OnTime, OnTime), (ResultKind.Late, Late), (ResultKind.Overdue, Overdue), (ResultKind.SentBack, SentBack), (ResultKind.Extended, Extended) };
            await results.SetCoefficientsAsync(new ResultCoefficients(given.Where(x => x.Value is not null).ToDictionary(x => x.Kind, x => x.Value!.Value)), viewer, cancel);
        }
        catch (Refusal refusal) when (refusal is not NotAllowed)
        {
            this.Refuse(refusal);
            return Page();
        }
        this.Note("Đã lưu hệ số");
        return LocalRedirect("/ket-qua");
    }
}
