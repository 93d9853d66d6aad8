namespace BacSon.Kernel.Reminders;

/// <summary>Composes the one mail of the day.</summary>
internal static class DigestMail
{
    public static ComposedMail Compose(DigestModel model) => throw new NotImplementedException();
}
