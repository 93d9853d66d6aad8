using BacSon.Kernel.Mail;

namespace BacSon.Rules.Tests.Mail;

/// <summary>Answers as real servers give them, and what they mean (RFC 5321 section 4.2, RFC 3463, RFC 4954, RFC 7372).</summary>
public sealed class SmtpWordsTests
{
    [Theory]
    [InlineData("250 2.0.0 queued as 7", MailTrouble.Accepted)]
    [InlineData("250 OK", MailTrouble.Accepted)]
    [InlineData("550 5.1.1 no such mailbox here", MailTrouble.NoSuchMailbox)]
    [InlineData("550 5.1.1 <a@b.vn>: Recipient address rejected: User unknown in virtual mailbox table", MailTrouble.NoSuchMailbox)]
    [InlineData("550-5.1.1 The email account that you tried to reach does not exist", MailTrouble.NoSuchMailbox)]
    [InlineData("550 No such user here", MailTrouble.NoSuchMailbox)]
    [InlineData("551 User not local", MailTrouble.NoSuchMailbox)]
    [InlineData("550 5.1.6 mailbox has moved", MailTrouble.NoSuchMailbox)]
    [InlineData("501 5.1.3 Bad recipient address syntax", MailTrouble.BadAddress)]
    [InlineData("553 5.1.3 bad address", MailTrouble.BadAddress)]
    [InlineData("550 5.1.2 Domain not found", MailTrouble.NoSuchDomain)]
    [InlineData("556 5.1.10 null MX", MailTrouble.NoSuchDomain)]
    [InlineData("550 5.2.1 mailbox disabled", MailTrouble.MailboxClosed)]
    [InlineData("552 5.2.2 mailbox full", MailTrouble.MailboxFull)]
    [InlineData("452 4.2.2 The recipient's inbox is out of storage space", MailTrouble.MailboxFull)]
    [InlineData("552 Requested mail action aborted: exceeded storage allocation", MailTrouble.MailboxFull)]
    [InlineData("550 mailbox quota exceeded", MailTrouble.MailboxFull)]
    [InlineData("552 5.3.4 Message too big for system", MailTrouble.TooBig)]
    [InlineData("552 message size exceeds fixed maximum", MailTrouble.TooBig)]
    [InlineData("550 5.7.1 Message rejected as spam", MailTrouble.Spam)]
    [InlineData("554 5.7.1 Service unavailable; Client host blocked using zen.example", MailTrouble.Spam)]
    [InlineData("550 5.7.1 rejected by policy", MailTrouble.Spam)]
    [InlineData("550 5.7.25 no reverse DNS", MailTrouble.Spam)]
    [InlineData("450 4.2.1 greylisted", MailTrouble.TryLater)]
    [InlineData("451 4.7.1 Greylisting in action, please come back later", MailTrouble.TryLater)]
    [InlineData("450 4.7.1 try again later", MailTrouble.TryLater)]
    [InlineData("450 mailbox busy", MailTrouble.TryLater)]
    [InlineData("421 4.3.2 system not accepting messages", MailTrouble.Busy)]
    [InlineData("421 closing", MailTrouble.Busy)]
    [InlineData("451 local error in processing", MailTrouble.Busy)]
    [InlineData("452 4.3.1 insufficient system storage", MailTrouble.Busy)]
    [InlineData("535 5.7.8 wrong name or password", MailTrouble.SignInRefused)]
    [InlineData("530 5.7.0 Authentication required", MailTrouble.SignInRefused)]
    [InlineData("530 5.7.1 Client was not authenticated", MailTrouble.SignInRefused)]
    [InlineData("534 5.7.9 mechanism too weak", MailTrouble.SignInRefused)]
    [InlineData("538 5.7.11 encryption required", MailTrouble.Encryption)]
    [InlineData("454 TLS not available due to temporary reason", MailTrouble.Encryption)]
    [InlineData("550 5.7.26 This mail has been blocked because the sender is unauthenticated", MailTrouble.Forged)]
    [InlineData("550 5.7.23 SPF validation failed", MailTrouble.Forged)]
    [InlineData("550 5.7.1 DMARC policy of the domain", MailTrouble.Forged)]
    [InlineData("553 5.1.8 sender domain does not exist", MailTrouble.SenderRefused)]
    [InlineData("450 4.4.1 no answer from host", MailTrouble.NoRoute)]
    [InlineData("554 5.4.6 routing loop detected", MailTrouble.NoRoute)]
    [InlineData("554 5.6.0 content rejected", MailTrouble.Content)]
    [InlineData("503 5.5.1 bad sequence of commands", MailTrouble.Talk)]
    [InlineData("500 unknown", MailTrouble.Talk)]
    [InlineData("550 refused", MailTrouble.Refused)]
    [InlineData("554 transaction failed", MailTrouble.Refused)]
    [InlineData("599 strange", MailTrouble.Refused)]
    [InlineData("499 strange", MailTrouble.Busy)]
    public void An_answer_is_read_by_its_codes_and_where_they_say_little_by_its_words(string answer, MailTrouble trouble)
    {
        var reading = SmtpWords.Read(answer);
        Assert.Equal(trouble, reading.Trouble);
        Assert.Equal(answer, reading.Technical);
        Assert.NotEqual("", reading.Sentence);
        Assert.DoesNotContain(answer, reading.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Máy chủ thư thu.bacson.example:587: không tìm thấy tên máy")]
    [InlineData("Đã in phiếu, giao tận tay")]
    [InlineData("00000012.eml")]
    [InlineData("5500 thư")]
    [InlineData("")]
    public void A_sentence_of_ours_stays_as_it_is(string answer) => Assert.Equal((answer, (string?)null), (SmtpWords.Read(answer).Sentence, SmtpWords.Read(answer).Technical));
}
