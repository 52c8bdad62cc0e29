using System.Runtime.InteropServices;
using Fulcrum.Data;

namespace Fulcrum.Models.Native;

/// <summary>Finds libtorch and TorchSharp's shim and loads them, so that TorchSharp's own loader finds them loaded.</summary>
internal static class LibTorch
{
    /// <summary>In the order in which they depend on each other; those after <c>torch_cpu</c> exist in some builds only.</summary>
    private static readonly string[] Parts = ["c10", "torch_cpu", "c10_cuda", "torch_cuda", "torch"];

    private const string Shim = "LibTorchSharp";

    /// <summary>Loads every part from <paramref name="folder"/>, or from beside the program when it is null.</summary>
    /// <param name="folder">The value of <c>FULCRUM_LIBTORCH</c>.</param>
    /// <param name="cache">Where the copy of the shim goes on a system with an older libstdc++.</param>
    /// <exception cref="InputException">A part is missing or does not load, or there would be two libtorches.</exception>
    public static void Load(string? folder, string cache)
    {
        RefuseSecond(folder);
        foreach (var part in Parts)
        {
            if (Find(part, Folders(folder)) is { } path)
            {
                var library = Load(path);
                if (part == "torch_cpu") MklDispatch.Widen(library, Environment.GetEnvironmentVariable(TorchRuntime.MklVariable));
            }
            else if (part is "c10" or "torch_cpu")
            {
                throw Missing(part, folder);
            }
        }

        var shim = Find(Shim, SearchFolders()) ?? throw Missing(Shim, null);
        Load(OperatingSystem.IsLinux() && !SystemProvides(LibraryCopy.Symbol) ? Copy(shim, cache) : shim);
    }

    /// <summary>Whether the libtorch that <see cref="Load(string?, string)"/> would load was built with CUDA. Loads nothing.</summary>
    public static bool HasCuda(string? folder) => Find("torch_cuda", Folders(folder)) is not null;

    /// <summary>
    /// TorchSharp looks for libtorch by its name, and finds one beside the program even if another is loaded. The second one ends
    /// the process: it registers with the dispatcher of the first what that has already.
    /// </summary>
    private static void RefuseSecond(string? folder)
    {
        if (folder is null || Find("torch_cpu", [folder]) is not { } named || Find("torch_cpu", SearchFolders()) is not { } own) return;
        if (Path.GetFullPath(named) == Path.GetFullPath(own)) return;
        throw new InputException(new InputError("This program has a libtorch beside it and cannot load another one.")
        {
            File = folder, Remedy = "Build with -p:TorchBackend=external to use that of FULCRUM_LIBTORCH, or unset FULCRUM_LIBTORCH.",
        }) { IsRetryable = true };
    }

    private static string[] Folders(string? folder) => folder is null ? SearchFolders() : [folder];

    /// <summary>The folders that the runtime searches for native libraries (packages' folders, when run from a build output).</summary>
    private static string[] SearchFolders() =>
        [.. (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append(AppContext.BaseDirectory)];

    private static string? Find(string part, string[] folders)
    {
        var name = OperatingSystem.IsWindows() ? part + ".dll" : OperatingSystem.IsMacOS() ? $"lib{part}.dylib" : $"lib{part}.so";
        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
    }

    private static bool SystemProvides(string symbol) =>
        NativeLibrary.TryLoad("libstdc++.so.6", out var library) && NativeLibrary.TryGetExport(library, symbol, out _);

    private static string Copy(string shim, string cache)
    {
        try
        {
            return LibraryCopy.Of(shim, cache);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new InputException(new InputError($"A copy for this system could not be made in {cache}: {cause.Message}")
            {
                File = shim, Remedy = "Set FULCRUM_CACHE to a folder that can be written.",
            }, cause) { IsRetryable = true };
        }
    }

    private static nint Load(string path)
    {
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (Exception cause) when (cause is DllNotFoundException or BadImageFormatException)
        {
            throw new InputException(new InputError($"This library does not load: {cause.Message.ReplaceLineEndings(" ").Trim()}")
            {
                File = path,
                Remedy = "Set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10 that was built for this system.",
            }, cause) { IsRetryable = true };
        }
    }

    private static InputException Missing(string part, string? folder) =>
        new(new InputError(folder is null ? $"The library {part} is not beside the program." : $"The folder has no library {part}.")
        {
            File = folder ?? AppContext.BaseDirectory,
            Remedy = folder is null
                ? "Build without -p:TorchBackend=external, or set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10."
                : "Set FULCRUM_LIBTORCH to the lib folder of a libtorch 2.10, or unset it to use the one beside the program.",
        }) { IsRetryable = true };
}
