using System.Globalization;
using BacSon.Kernel.Duties;
using BacSon.Kernel.Organization;
using BacSon.Kernel.Search;
using BacSon.Kernel.Ui;

namespace BacSon.Kernel.Documents;

/// <summary>A part of the register as an address names it.</summary>
public sealed record DocumentFilter
{
    /// <summary>so: «di» for the issued ones; incoming by default.</summary>
    public DocumentFlow Flow { get; init; }

    /// <summary>q: words, without case and marks.</summary>
    public string? Words { get; init; }

    /// <summary>cq: the issuer, or how its name begins.</summary>
    public string? Issuer { get; init; }

    /// <summary>khan: urgency.</summary>
    public DocumentUrgency? Urgency { get; init; }

    /// <summary>tu, den: arrived (issued) from … to the end of …</summary>
    public DateOnly? From { get; init; }
    public DateOnly? To { get; init; }

    /// <summary>viec: «chua-giao», «qua-han», «da-giao», «de-biet».</summary>
    public string? Handling { get; init; }

    /// <summary>Choices of <see cref="Handling"/>.</summary>
    public static readonly IReadOnlyList<(string Key, string Text)> Handlings =
        [("chua-giao", "Chưa giao việc"), ("qua-han", "Quá hạn"), ("da-giao", "Đã giao việc"), ("de-biet", "Để biết, không giao việc")];

    /// <summary>Reads an address; a value that cannot be read is left out, never guessed.</summary>
    public static DocumentFilter Read(Func<string, string?> query)
    {
        string? Text(string name, int most) => Vi.Normalize(query(name)) is { Length: > 0 } text ? text[..Math.Min(text.Length, most)] : null;
        DateOnly? Day(string name) => Typed.TryDate(query(name), out var day) ? day : null;
        var handling = query("viec");
        return new DocumentFilter
        {
            Flow = query("so") == "di" ? DocumentFlow.Issued : DocumentFlow.Incoming,
            Words = Text("q", 100),
            Issuer = Text("cq", 200),
            Urgency = int.TryParse(query("khan"), NumberStyles.None, CultureInfo.InvariantCulture, out var urgency) && Enum.IsDefined((DocumentUrgency)urgency) ? (DocumentUrgency)urgency : null,
            From = Day("tu"),
            To = Day("den"),
            Handling = Handlings.Any(x => x.Key == handling) ? handling : null,
        };
    }

    /// <summary>The same filter as an address: «/van-ban?viec=chua-giao».</summary>
    public string ToPath()
    {
        var parts = new List<string>();
        void Add(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
                parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
        Add("so", Flow == DocumentFlow.Issued ? "di" : null);
        Add("q", Words);
        Add("cq", Issuer);
        Add("khan", Urgency is { } urgency ? ((int)urgency).ToString(CultureInfo.InvariantCulture) : null);
        Add("tu", From?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("den", To?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Add("viec", Handling);
        return parts.Count == 0 ? "/van-ban" : $"/van-ban?{string.Join('&', parts)}";
    }

    /// <summary>The parts that are set, in words, each with the filter that remains without it.</summary>
    public IReadOnlyList<(string Text, DocumentFilter Without)> Chips()
    {
        var chips = new List<(string, DocumentFilter)>();
        if (Words is not null)
            chips.Add(($"Có chữ: {Words}", this with { Words = null }));
        if (Issuer is not null)
            chips.Add(($"Cơ quan ban hành: {Issuer}", this with { Issuer = null }));
        if (Urgency is { } urgency)
            chips.Add(($"Mức độ khẩn: {urgency.Title()}", this with { Urgency = null }));
        if (From is not null)
            chips.Add(($"Từ ngày {Vi.Date(From)}", this with { From = null }));
        if (To is not null)
            chips.Add(($"Đến hết ngày {Vi.Date(To)}", this with { To = null }));
        if (Handling is not null)
            chips.Add((Handlings.First(x => x.Key == Handling).Text, this with { Handling = null }));
        return chips;
    }

    /// <summary>Applies the filter to what a person may read.</summary>
    /// <param name="visible">What he may read.</param>
    /// <param name="today">Office date.</param>
    public IQueryable<Document> Apply(PlatformDb db, IQueryable<Document> visible, DateOnly today)
    {
        var flow = Flow;
        var documents = visible.Where(x => x.Flow == flow);
        if (Issuer is not null && DocumentWords.IssuerKey(Issuer) is { Length: > 0 } key)
        {
            // A range instead of LIKE: it answers from the index on both databases.
            var end = key + '\uffff';
            documents = documents.Where(x => string.Compare(x.IssuerKey, key) >= 0 && string.Compare(x.IssuerKey, end) < 0);
        }
        if (Urgency is { } urgency)
            documents = documents.Where(x => x.Urgency == urgency);
        if (From is { } from)
            documents = documents.Where(x => x.RegisteredOn >= from);
        if (To is { } to)
            documents = documents.Where(x => x.RegisteredOn <= to);
        documents = Handling switch
        {
            "chua-giao" => documents.Where(x => x.Handling == DocumentHandling.ToAssign),
            "da-giao" => documents.Where(x => x.Handling == DocumentHandling.Assigned),
            "de-biet" => documents.Where(x => x.Handling == DocumentHandling.ForInformation),
            "qua-han" => Overdue(db, documents, today),
            _ => documents,
        };
        if (SearchIndex.Find(db, SearchIndex.Document, Words) is { } found)
            documents = documents.Where(x => found.Contains(x.Id));
        return documents;
    }

    // Late is a document whose own day passed before anything was given of it, or one of whose duties is late. What is
    // confidential says nothing about its document.
    private static IQueryable<Document> Overdue(PlatformDb db, IQueryable<Document> documents, DateOnly today)
    {
        var late = db.Duties.Where(DutyStates.Is(DutyState.OpenOverdue, today)).Where(x => x.DocumentId != null && !x.Confidential).Select(x => x.DocumentId);
        return documents.Where(x => x.Handling == DocumentHandling.ToAssign && x.DueOn < today || x.Handling == DocumentHandling.Assigned && late.Contains(x.Id));
    }
}
