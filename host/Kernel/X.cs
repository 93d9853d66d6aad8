namespace BacSon.Kernel; public class X {}
