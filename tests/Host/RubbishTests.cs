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
        "POST /lam-viec Report", "POST /lam-viec Many", "POST /xac-nhan Decide", "POST /xac-nhan Accept", "POST /uy-quyen Give", "POST /uy-quyen Decide", "POST /ban-giao", "POST /viec/{id:long}/quet", "POST /viec/{id:long}/quet/{scan:long} Cut", "POST /viec/{id:long}/quet/{scan:long} Turn", "POST /viec/{id:long}/quet/{scan:long} Move", "POST /ke-hoach/{year:int}/don-vi Ask", "POST /ke-hoach/{year:int}/noi-dung-yeu Link", "POST /uy-quyen Revoke",
        "POST /ke-hoach/{year:int}/muc/{id:long?}", "POST /ke-hoach/{year:int}/nhap Preview", "POST /ke-hoach/{year:int}/nhap Save", "POST /ke-hoach/nam-moi", "POST /danh-muc/{key}",
        "POST /danh-muc/{key}/sua", "POST /danh-muc/{key}/thoi-han/{which} Preview", "POST /danh-muc/{key}/thoi-han/{which} Save",
        "POST /quan-tri/lich Day", "POST /quan-tri/lich Import", "POST /quan-tri/lich Save", "POST /quan-tri/don-vi/{key}", "POST /quan-tri/can-bo/{key}", "POST /quan-tri/can-bo/{key} CreateAccount", "POST /quan-tri/can-bo/nhap Save", "POST /quan-tri/don-vi/{key} Rename", "POST /quen-mat-khau",
        "POST /quan-tri/linh-vuc", "POST /quan-tri/bat-dau/don-vi", "POST /quan-tri/bat-dau/linh-vuc", "POST /quan-tri/bat-dau/phu-trach", "POST /quan-tri/xa", "POST /jobs/lich-chay Preview", "POST /jobs/lich-chay Off", "POST /quan-tri/thu/tam-dung Pause", "POST /quan-tri/thu/gui-thu Test", "POST /quan-tri/mau-thu/{key} Preview", "POST /quan-tri/mau-thu/{key} Show", "GET /tinh-thoi-han", "GET /viec", "GET /lam-viec", "GET /quan-tri/nhat-ky",
        "POST /lam-viec Desk", "POST /viec/{id:long}/duong-dan Make", "POST /phat-giay Handed", "POST /van-ban/moi", "POST /van-ban/{id:long}/sua", "POST /van-ban/{id:long} Direct", "POST /van-ban/{id:long} File", "POST /van-ban/{id:long}/giao-viec Assign", "POST /van-ban/nhap Preview", "POST /van-ban/nhap/cot", "GET /van-ban",
        "GET /tim", "POST /ket-qua/he-so", "POST /lich-tuan/{id}", "POST /lich-tuan/{id} Cancel", "POST /giay-to/{id:long}/sua", "POST /giay-to/{id:long} Submit", "POST /giay-to/{id:long} Drop", "POST /giay-to/don-doc", "POST /ke-hoach/{year:int}/bao-cao", "POST /giao-ban/{date}/ket-luan", "POST /giao-ban/{date}/ket-luan Draft", "POST /bao-cao/{id:long}", "POST /bao-cao/loai/{key}", "POST /tai-khoan/nhac-viec", "POST /tai-khoan/trang", "POST /tai-khoan/lich MakeAddress",
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
        foreach (var upload in new[] { "POST /viec/{id:long} Progress [", "POST /viec/{id:long} ShareDone [", "POST /ke-hoach/{year:int}/nhap Save [", "POST /quan-tri/lich Import [", "POST /danh-muc/nhap Preview [" })
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
