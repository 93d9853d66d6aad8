using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace BacSon.App.OwnAccount;

/// <summary>The keys that do something, as far as they do it for this person.</summary>
[Authorize(Policies.Staff)]
internal sealed class ShortcutsPage : PageModel;
