namespace BacSon.App.Demo;

internal sealed partial class DemoCommune
{
    private void PutStory() { }
    private void PutReminders() { }
}
