using BacSon.Kernel.Calendar;
using BacSon.Kernel.Catalogue;
using BacSon.Kernel.Duties;

namespace BacSon.Rules.Tests.Data;

/// <summary>What the office reads as law must be law: the day, the number and the text of the term.</summary>
public class TermSourceTests
{
    [Theory]
    // our rhythm, our number, confidence, what was seen of the text, what is shown
    [InlineData(false, false, Confidence.Confirmed, "deadline+basis", TermSource.Law)]
    [InlineData(false, null, Confidence.Confirmed, "deadline", TermSource.Law)]
    [InlineData(true, null, Confidence.Confirmed, "deadline+basis", TermSource.Default)]
    [InlineData(true, false, Confidence.Confirmed, "deadline+basis", TermSource.Default)]
    [InlineData(false, true, Confidence.Confirmed, "deadline+basis", TermSource.Default)]
    [InlineData(false, true, Confidence.Recalled, null, TermSource.Default)]
    [InlineData(false, false, Confidence.Confirmed, "basis", TermSource.Recalled)]
    [InlineData(false, false, Confidence.Confirmed, null, TermSource.Recalled)]
    [InlineData(false, false, Confidence.Recalled, "deadline", TermSource.Recalled)]
    [InlineData(false, null, Confidence.Recalled, null, TermSource.Recalled)]
    public void A_term_is_shown_as_law_only_where_day_number_and_text_are_the_laws(bool ourRhythm, bool? ourNumber, Confidence confidence, string? scope, TermSource shown)
    {
        var entry = new CatalogueEntry { Key = "k", Title = "t", FieldCode = "f", ShippedHash = "", RecurrenceIsDefault = ourRhythm, Confidence = confidence, ConfirmedScope = scope };
        Assert.Equal(shown, CatalogueBook.SourceOf(entry, ourNumber is { } ours ? new CatalogueTerm { IsDefault = ours } : null));
    }

    [Fact]
    public void A_fixed_date_is_told_in_its_own_words_without_a_count_of_days()
    {
        var entry = new CatalogueEntry { Key = "k", Title = "t", FieldCode = "f", ShippedHash = "" };
        Assert.Equal("Trước ngày 15/12", CatalogueBook.TermText(entry, new CatalogueTerm { Kind = TermKind.FixedDate, FromText = "Trước ngày 15/12" }));
        Assert.Equal("05 ngày làm việc, tính từ ngày nhận đơn", CatalogueBook.TermText(entry, new CatalogueTerm { Amount = 5, Unit = TermUnit.WorkingDay, FromText = "ngày nhận đơn" }));
    }
}
