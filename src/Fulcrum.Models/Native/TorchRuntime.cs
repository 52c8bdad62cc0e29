using Fulcrum.Data;
using TorchSharp;

namespace Fulcrum.Models.Native;

/// <summary>Makes libtorch ready in this process. Everything in this assembly that touches a tensor calls it first.</summary>
/// <remarks>
/// TorchSharp keeps the current dispose scope and gradient mode per thread: use one model from one thread and never
/// across an <c>await</c>.
/// </remarks>
public static class TorchRuntime
{
    /// <summary>The environment variable that, set to <c>stock</c>, leaves MKL as it comes with libtorch.</summary>
    public const string MklVariable = "FULCRUM_MKL";

    /// <summary>The environment variable that names the folder of another libtorch than the one beside the program.</summary>
    public const string LibraryVariable = "FULCRUM_LIBTORCH";

    private static readonly Lock Gate = new();
    private static bool _loaded;

    /// <summary>The folder of the libtorch that is or would be loaded; null for the one beside the program.</summary>
    internal static string? LibraryFolder => Environment.GetEnvironmentVariable(LibraryVariable);

    /// <summary>
    /// Loads libtorch once (later calls return at once) from beside the program or from <c>FULCRUM_LIBTORCH</c>, and sets
    /// the number of threads that one operation uses.
    /// </summary>
    /// <param name="threads">Threads per operation; by default as many as <c>OMP_NUM_THREADS</c> says, else one per processor.</param>
    /// <exception cref="InputException">A library is missing or does not load: which, why, and what to do.</exception>
    public static void EnsureLoaded(int? threads = null)
    {
        lock (Gate)
        {
            if (!_loaded)
            {
                LibTorch.Load(LibraryFolder, CacheFolder.Root);
                if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null or "") torch.set_num_threads(Environment.ProcessorCount);
                _loaded = true;
            }

            if (threads is { } count) torch.set_num_threads(count);
        }
    }
}
