namespace Fulcrum.Workers.Machine;

/// <summary>Tells from what was said last whether memory ran out.</summary>
public static class OutOfMemory
{
    // C++ (libtorch's own allocations), libtorch on CPU and CUDA, .NET.
    private static readonly string[] Signs =
        ["std::bad_alloc", "not enough memory", "can't allocate memory", "out of memory", "OutOfMemoryException"];

    /// <summary>Whether the text is one of the ways in which .NET, C++ and libtorch say so.</summary>
    public static bool IsMatch(string text) =>
        Signs.Any(sign => text.Contains(sign, StringComparison.OrdinalIgnoreCase));
}
