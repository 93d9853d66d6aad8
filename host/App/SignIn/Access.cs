using System.Globalization;
using System.Security.Claims;
using BacSon.Kernel;
using BacSon.Kernel.Organization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace BacSon.App.SignIn;

/// <summary>Adds the person to the claims of the account; rights are read from the organization at each request, not from the cookie.</summary>
internal sealed class PersonClaims(UserManager<Account> users, IOptions<IdentityOptions> options) : UserClaimsPrincipalFactory<Account>(users, options)
{
    public const string Person = "person";

    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        identity.AddClaim(new Claim(Person, user.PersonId.ToString(CultureInfo.InvariantCulture)));
        if (user.MustChangePassword)
            identity.AddClaim(new Claim(Admin.ChangePasswordFirst.Claim, "1"));
        if (user.TwoFactorEnabled)
            identity.AddClaim(new Claim(SecondStepFirst.Claim, "1"));
        return identity;
    }
}

/// <summary>Decides a policy of <see cref="Policies"/> from the organization of the day.</summary>
internal sealed record PolicyRequirement(string Policy) : IAuthorizationRequirement;

internal sealed class PolicyHandler(CurrentViewer current) : AuthorizationHandler<PolicyRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, PolicyRequirement requirement)
    {
        if (await current.FindAsync() is { } viewer && Policies.Meets(viewer, requirement.Policy))
            context.Succeed(requirement);
    }
}

internal static class AccessSetup
{
    /// <summary>Accounts, cookies and policies. What names no policy and is not on the public list is refused.</summary>
    public static IServiceCollection AddAccess(this IServiceCollection services, PlatformOptions platform)
    {
        services.AddIdentityCore<Account>(options =>
            {
                options.Password.RequiredLength = 12;
                // Length over ornament (NIST SP 800-63B section 3.1.1.2).
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.User.RequireUniqueEmail = false;
            })
            .AddSignInManager().AddClaimsPrincipalFactory<PersonClaims>()
            .AddTokenProvider<PasswordLinks>(TokenOptions.DefaultProvider).AddTokenProvider<AuthenticatorCodes>(TokenOptions.DefaultAuthenticatorProvider)
            .AddUserStore<AccountStore>().AddErrorDescriber<VietnameseIdentityErrors>();
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.ConfigureApplicationCookie(cookie =>
        {
            cookie.Cookie.Name = "bacson";
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Lax;
            cookie.Cookie.SecurePolicy = platform.Site.Url.Scheme == "https" ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
            cookie.LoginPath = "/dang-nhap";
            cookie.AccessDeniedPath = "/khong-co-quyen";
            cookie.ReturnUrlParameter = "ve";
            cookie.ExpireTimeSpan = TimeSpan.FromHours(9);
            cookie.SlidingExpiration = true;
        });
        services.Configure<SecurityStampValidatorOptions>(x => x.ValidationInterval = TimeSpan.FromMinutes(1));
        services.AddScoped<CurrentViewer>();
        services.AddScoped<Admin.Accounts>();
        services.AddScoped<Admin.FirstDay>();
        services.AddScoped<SecondStep>();
        services.AddScoped<Admin.StaffImport>();
        services.AddScoped<IAuthorizationHandler, PolicyHandler>();
        services.AddAuthorization(options =>
        {
            foreach (var policy in Policies.All)
                options.AddPolicy(policy, x => x.RequireAuthenticatedUser().AddRequirements(new PolicyRequirement(policy)));
            options.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new PolicyRequirement("nobody")).Build();
        });
        return services;
    }
}

internal sealed class VietnameseIdentityErrors : IdentityErrorDescriber
{
    private static IdentityError Error(string code, string text) => new() { Code = code, Description = text };

    public override IdentityError PasswordTooShort(int length) => Error(nameof(PasswordTooShort), $"Mật khẩu cần ít nhất {length} ký tự");
    public override IdentityError PasswordMismatch() => Error(nameof(PasswordMismatch), "Mật khẩu hiện tại không đúng");
    public override IdentityError DuplicateUserName(string userName) => Error(nameof(DuplicateUserName), "Tên đăng nhập này đã có");
    public override IdentityError InvalidUserName(string? userName) => Error(nameof(InvalidUserName), "Tên đăng nhập chỉ gồm chữ không dấu, số, dấu chấm và gạch nối");
    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) => Error(nameof(PasswordRequiresUniqueChars), $"Mật khẩu cần ít nhất {uniqueChars} ký tự khác nhau");
    public override IdentityError ConcurrencyFailure() => Error(nameof(ConcurrencyFailure), "Người khác vừa lưu tài khoản này. Xem bản mới rồi lưu lại");
    public override IdentityError DefaultError() => Error(nameof(DefaultError), "Chưa thực hiện được. Đề nghị thử lại sau ít phút");
}
