using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.WebEncoders;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace BacSon.Kernel.Ui;

/// <summary>One step of the path above a page's title.</summary>
/// <param name="Title">Vietnamese title of that page.</param>
/// <param name="Path">Address from the root.</param>
public sealed record Crumb(string Title, string Path);

/// <summary>What a page tells its layout.</summary>
public static class PageFacts
{
    internal const string BodyKey = "ui.body";
    internal const string CrumbsKey = "ui.crumbs";
    internal const string NoteKey = "ui.note";
    internal const string NoteToneKey = "ui.note.tone";

    /// <summary>Registers what layouts and tag helpers need: the shell, and Vietnamese letters written as themselves instead of as numeric entities.</summary>
    public static IServiceCollection AddUi(this IServiceCollection services)
    {
        services.AddScoped<UiShell>();
        services.Configure<WebEncoderOptions>(o => o.TextEncoderSettings = new TextEncoderSettings(UnicodeRanges.All));
        return services;
    }

    /// <summary>Sets the title of the window and the path above it; the page writes its own h1.</summary>
    /// <param name="view">The page's ViewData.</param>
    /// <param name="title">Vietnamese, without the commune's name.</param>
    /// <param name="crumbs">Pages above this one, outermost first.</param>
    public static void Page(this ViewDataDictionary view, string title, params Crumb[] crumbs)
    {
        view["Title"] = title;
        view[CrumbsKey] = crumbs;
    }

    /// <summary>Adds classes to the body ("status", "narrow"): for the few pages that have a layout of their own.</summary>
    public static void Body(this ViewDataDictionary view, string classes) => view[BodyKey] = classes;

    /// <summary>Shows one sentence above the next officers' page ("Đã giao nhiệm vụ"), after the redirect that follows an act.</summary>
    public static void Note(this PageModel page, string sentence, WordTone tone = WordTone.Done)
    {
        page.TempData[NoteKey] = sentence;
        page.TempData[NoteToneKey] = tone.ToString().ToLowerInvariant();
    }

    /// <summary>
    /// Says a refusal beside its field. After an <see cref="EditConflict"/> the version that was sent is forgotten, so that the
    /// page shows the stored one: what another saved has been said, the next save is meant.
    /// </summary>
    public static void Refuse(this PageModel page, Refusal refusal)
    {
        page.ModelState.AddModelError(refusal.Field ?? "", refusal.Message);
        if (refusal is EditConflict)
            page.ModelState.Remove("Version");
    }
}
