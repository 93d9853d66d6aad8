using System.Security.Cryptography;
using System.Text;

namespace BacSon.Kernel;

/// <summary>The secret part of an address that opens something without signing in. It is told once; only its hash is kept.</summary>
internal static class AddressSecret
{
    public const int Length = 32;

    /// <summary>192 random bits in letters, digits, «-» and «_».</summary>
    public static string New() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(Length * 3 / 4)).Replace('+', '-').Replace('/', '_');

    /// <summary>SHA-256, lower-case hex.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
