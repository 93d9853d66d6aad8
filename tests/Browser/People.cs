namespace BacSon.Browser.Tests;

/// <summary>One person of the sample commune for each kind of user.</summary>
internal static class People
{
    public const string Chairman = "hung.tq";
    public const string Deputy = "tuan.pm";
    public const string OfficeHead = "oanh.dtk";
    public const string UnitHead = "thanh.nv";
    public const string Officer = "hung.nv";
    public const string Administrator = "duc.hm";
    public const string Observer = "thinh.nd";

    public static readonly string[] All = [Chairman, Deputy, OfficeHead, UnitHead, Officer, Administrator, Observer];
}
