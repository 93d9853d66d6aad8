namespace BacSon.Host.Tests;

/// <summary>What holds for every field of every form, whatever is typed into it.</summary>
public sealed class RubbishTests(RubbishWalk walk) : IClassFixture<RubbishWalk>
{
    private void Holds(RubbishRule rule)
    {
        var faults = walk.Faults(rule);
        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{string.Join('\n', faults)}");
    }

    /// <summary>What the office lives by. Each is accepted when it is filled in as it should be: only then a refusal of rubbish says something.</summary>
    private static readonly string[] Forms =
    [
        "POST /viec/{id:long} Progress", "POST /viec/{id:long} Declare", "POST /viec/{id:long} AskExtension", "POST /viec/{id:long} Grant", "POST /viec/{id:long} SendBack",
        "POST /viec/{id:long} NotOurs", "POST /viec/{id:long} ShareDone", "POST /viec/{id:long} Assign", "POST /viec/{id:long} Direct", "POST /viec/mo ByHand", "POST /viec/mo Open",
        "POST /lam-viec Report", "POST /lam-viec Many", "POST /xac-nhan Decide", "POST /xac-nhan Accept", "POST /uy-quyen Give", "POST /uy-quyen Revoke",
        "POST /ke-hoach/{year:int}/muc/{id:long?}", "POST /ke-hoach/{year:int}/nhap Preview", "POST /ke-hoach/{year:int}/nhap Save", "POST /ke-hoach/nam-moi", "POST /danh-muc/{key}",
        "POST /quan-tri/lich Day", "POST /quan-tri/lich Import", "POST /quan-tri/lich Save", "POST /quan-tri/don-vi/{key}", "POST /quan-tri/can-bo/{key}", "POST /quan-tri/can-bo/{key} CreateAccount",
        "POST /quan-tri/linh-vuc", "POST /quan-tri/xa", "POST /jobs/lich-chay Preview", "POST /jobs/lich-chay Off", "GET /tinh-thoi-han", "GET /viec", "GET /lam-viec", "GET /quan-tri/nhat-ky",
    ];

    [Fact]
    public void The_walk_meets_the_forms_of_the_office_and_tries_each_field_of_them()
    {
        var walked = $"{walk.Pages} pages, {walk.Forms.Count} forms, {walk.Fields} fields, {walk.Requests} requests, {walk.Refused} refused, {walk.Saved} saved, {walk.KeptFields} fields kept, {walk.Took.TotalSeconds:0} s";
        TestContext.Current.TestOutputHelper!.WriteLine(walked);
        // What is asked for by name stands in the key before its fields.
        var missed = Forms.Where(x => !walk.Fitting.Any(key => key == x || key.StartsWith(x + " [", StringComparison.Ordinal))).ToList();
        Assert.True(missed.Count == 0, $"not met, or not accepted as they should be: {string.Join(", ", missed)}");
        Assert.Contains(walk.Forms, x => x.Key.StartsWith("POST /dang-nhap [", StringComparison.Ordinal));
        Assert.Contains(walk.Forms, x => x.Key.StartsWith("POST /doi-mat-khau [", StringComparison.Ordinal));
        foreach (var upload in new[] { "POST /viec/{id:long} Progress [", "POST /viec/{id:long} ShareDone [", "POST /ke-hoach/{year:int}/nhap Save [", "POST /quan-tri/lich Import [" })
            Assert.Contains(walk.Forms, x => x.Key.StartsWith(upload, StringComparison.Ordinal) && x.Value[0].Form.Fields.Any(field => field.Kind == "file"));
        Assert.True(walk is { Pages: > 150, Forms.Count: > 70, Fields: > 230, Refused: > 1000, Saved: > 200, KeptFields: > 2500 }, walked);
    }

    [Fact] public void Rubbish_is_never_a_failure_of_the_server() => Holds(RubbishRule.NoFailure);
    [Fact] public void Whatever_is_wrong_is_said_in_Vietnamese_and_never_in_the_words_of_a_framework() => Holds(RubbishRule.Vietnamese);
    [Fact] public void What_was_typed_never_comes_back_as_markup() => Holds(RubbishRule.Encoded);
    [Fact] public void When_one_field_is_refused_what_was_typed_into_the_others_is_kept() => Holds(RubbishRule.Kept);
    [Fact] public void What_is_refused_saves_nothing() => Holds(RubbishRule.NothingSaved);
    [Fact] public void A_page_that_comes_back_says_why() => Holds(RubbishRule.Told);
    [Fact] public void The_message_stands_beside_the_field() => Holds(RubbishRule.BesideTheField);
    [Fact] public void No_text_is_taken_without_bound() => Holds(RubbishRule.Bounded);
    [Fact] public void A_date_a_number_an_address_a_telephone_or_a_file_is_refused_when_it_is_none() => Holds(RubbishRule.Typed);
    [Fact] public void What_was_not_among_the_choices_or_not_carried_by_the_page_is_refused() => Holds(RubbishRule.Chosen);
    [Fact] public void Reading_a_page_saves_nothing() => Holds(RubbishRule.ReadingWritesNothing);
}
