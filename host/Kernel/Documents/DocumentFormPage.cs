using System.ComponentModel.DataAnnotations;
using System.Globalization;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Ui;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.Rendering;

namespace BacSon.Kernel.Documents;

/// <summary>The fields of a document, for entering and for correcting it.</summary>
internal abstract class DocumentFormPage : PageModel
{
    /// <summary>Partial with the fields.</summary>
    public const string Fields = "/BacSon.Kernel/Documents/_DocumentFields.cshtml";

    public DocumentFlow Flow { get; protected set; }

    /// <summary>The document that stands in the register already.</summary>
    public long? EnteredBefore { get; private set; }

    [BindProperty, Display(Name = "Số đến")] public int? ArrivalNumber { get; set; }

    /// <summary>The number that the page proposed: left as it is it stays a proposal, and the next free one is taken.</summary>
    [BindProperty] public int? Proposed { get; set; }

    [BindProperty, Display(Name = "Ngày đến")] public DateOnly? RegisteredOn { get; set; }
    [BindProperty, Display(Name = "Số, ký hiệu"), StringLength(100)] public string? Number { get; set; }
    [BindProperty, Display(Name = "Ngày ban hành")] public DateOnly? IssuedOn { get; set; }
    [BindProperty, Display(Name = "Cơ quan ban hành"), StringLength(200)] public string? Issuer { get; set; }
    [BindProperty, Display(Name = "Trích yếu"), StringLength(1000), DataType(DataType.MultilineText)] public string? Abstract { get; set; }
    [BindProperty, Display(Name = "Hạn trong văn bản")] public DateOnly? DueOn { get; set; }
    [BindProperty, Display(Name = "Mức độ khẩn")] public int Urgency { get; set; }
    [BindProperty, Display(Name = "Người ký"), StringLength(120)] public string? Signer { get; set; }
    [BindProperty, Display(Name = "Nơi nhận"), StringLength(1000), DataType(DataType.MultilineText)] public string? Recipients { get; set; }
    [BindProperty, Display(Name = "Ghi chú"), StringLength(1000), DataType(DataType.MultilineText)] public string? Note { get; set; }
    [BindProperty, Display(Name = "Tệp của văn bản")] public List<IFormFile>? Files { get; set; }

    public static IEnumerable<SelectListItem> Urgencies => Enum.GetValues<DocumentUrgency>().Select(x => new SelectListItem(x.Title(), ((int)x).ToString(CultureInfo.InvariantCulture)));

    protected DocumentInput Input => new(Number, IssuedOn, Issuer, Abstract, RegisteredOn, ArrivalNumber is { } typed && typed == Proposed ? null : ArrivalNumber)
    {
        DueOn = DueOn,
        Urgency = (DocumentUrgency)Urgency,
        Signer = Signer,
        Recipients = Recipients,
        Note = Note,
    };

    protected void Refused(Refusal refusal)
    {
        this.Refuse(refusal);
        EnteredBefore = (refusal as DocumentEnteredBefore)?.Id;
    }

    protected static async Task AttachAsync(DocumentBook book, long id, List<IFormFile>? files, Viewer by, CancellationToken cancel)
    {
        if (files?.Count > DocumentBook.MostFiles)
            throw new Refusal($"Mỗi văn bản có tối đa {DocumentBook.MostFiles} tệp", nameof(Files));
        foreach (var file in files ?? [])
        {
            await using var content = file.OpenReadStream();
            await book.AttachAsync(id, file.FileName, content, by, cancel);
        }
    }
}
