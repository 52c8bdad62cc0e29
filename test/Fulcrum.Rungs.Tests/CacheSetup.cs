using System.Runtime.CompilerServices;
using Fulcrum.Tests;

namespace Fulcrum.Rungs.Tests;

/// <summary>Tests compute everything themselves: what the user's cache holds may come from another version, and what they make is not to stay.</summary>
internal static class CacheSetup
{
    [ModuleInitializer]
    internal static void UseEmptyCache()
    {
        var folder = new TemporaryFolder();
        Environment.SetEnvironmentVariable("FULCRUM_CACHE", folder.Path);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Dispose();
    }
}
