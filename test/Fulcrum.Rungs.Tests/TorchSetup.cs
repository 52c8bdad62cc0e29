using System.Runtime.CompilerServices;
using Fulcrum.Models.Native;

namespace Fulcrum.Rungs.Tests;

internal static class TorchSetup
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.EnsureLoaded();
}
