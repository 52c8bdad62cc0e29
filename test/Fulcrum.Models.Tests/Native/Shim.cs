namespace Fulcrum.Models.Tests.Native;

/// <summary>TorchSharp's native library as it comes in its package.</summary>
internal static class Shim
{
    public static string Path()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "ELF files are Linux's");
        return System.IO.Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libLibTorchSharp.so");
    }
}
