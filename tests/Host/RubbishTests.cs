namespace BacSon.Host.Tests;

/// <summary>What holds for every field of every form, whatever is typed into it.</summary>
public sealed class RubbishTests(RubbishWalk walk) : IClassFixture<RubbishWalk>
{
    private void Holds(RubbishRule rule)
    {
        var faults = walk.Faults(rule);
        Assert.True(faults.Count == 0, $"{faults.Count} faults\n{string.Join('\n', faults)}");
    }

    [Fact]
    public void The_walk_meets_the_forms_of_the_office_and_tries_each_field_of_them()
    {
        TestContext.Current.SendDiagnosticMessage($"{walk.Pages} pages, {walk.Forms.Count} forms, {walk.Fields} fields, {walk.Requests} requests, {walk.Refused} refused, {walk.Accepted} accepted, {walk.KeptFields} fields kept, {walk.Took.TotalSeconds:0.0} s");
        Assert.Fail($"{walk.Pages} pages, {walk.Forms.Count} forms, {walk.Fields} fields, {walk.Requests} requests, {walk.Refused} refused, {walk.Accepted} accepted, {walk.KeptFields} fields kept, {walk.Took.TotalSeconds:0.0} s\n{string.Join('\n', walk.Forms.Select(x => $"{x.Value.Role}: {x.Key}{(walk.Fitting.Contains(x.Key) ? "" : "   NEVER ACCEPTED")}").Order())}\n{walk.Stages}");
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
