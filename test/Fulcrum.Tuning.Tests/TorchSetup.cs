using System.Runtime.CompilerServices;
using Fulcrum.Models.Native;

namespace Fulcrum.Tuning.Tests;

internal static class TorchSetup
{
    [ModuleInitializer]
    internal static void Load() => TorchRuntime.EnsureLoaded();
}
