using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;

namespace BacSon.Kernel.Mail;

/// <summary>
/// A mail that carries a way in (the link for a forgotten password) is for its reader alone: whoever may read the queue sees
/// its words without the token, and the token leaves the stored body when the mail is sent or the link is dead.
/// </summary>
public static partial class MailSecrets
{
    /// <summary>The kind of a mail with a link for a new password.</summary>
    public const string PasswordLink = "PasswordLink";

    /// <summary>The address in which such a link stands, without its token.</summary>
    public const string PasswordPath = "dat-lai-mat-khau?t=";

    /// <summary>How long the link is good.</summary>
    public static readonly TimeSpan LinkLasts = TimeSpan.FromMinutes(60);

    /// <summary>The text of a mail, plain or HTML, as it may be shown to others than its reader.</summary>
    public static string Mask(string text) => Token().Replace(text, PasswordPath + "…");

    /// <summary>Takes the tokens out of the stored bodies of mails with such a link whose reader has them or can use them no more.</summary>
    /// <returns>The mails that still had one.</returns>
    internal static async Task<int> BlankAsync(PlatformDb db, IQueryable<MailMessage> among, IReadOnlyCollection<long>? ids = null, CancellationToken cancel = default)
    {
        if (ids is { Count: 0 })
            return 0;
        among = among.Where(x => x.Kind == PasswordLink && x.Body!.Text.Contains(PasswordPath) && !x.Body.Text.Contains(PasswordPath + "…"));
        if (ids is not null)
            among = among.Where(x => ids.Contains(x.Id));
        var bodies = await among.Select(x => x.Body!).AsNoTracking().ToListAsync(cancel);
        foreach (var body in bodies)
        {
            var (text, html) = (Mask(body.Text), Mask(body.Html));
            await db.Set<MailBody>().Where(x => x.MailId == body.MailId).ExecuteUpdateAsync(set => set.SetProperty(x => x.Text, text).SetProperty(x => x.Html, html), cancel);
        }
        return bodies.Count;
    }

    [GeneratedRegex(@"dat-lai-mat-khau\?t=[\w%-]+")]
    private static partial Regex Token();
}
