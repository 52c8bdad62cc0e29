namespace Fulcrum.Data;

/// <summary>Where a result is to be written.</summary>
public static class OutputPath
{
    /// <summary>Refuses a path at which a folder is, or what the result is made from.</summary>
    /// <param name="output">The path.</param>
    /// <param name="input">The file or folder that is read.</param>
    /// <exception cref="InputException">It cannot be the output.</exception>
    public static void Require(string output, string input)
    {
        var fault =
            Directory.Exists(output) ? $"The output `{output}` is a folder."
            : RealPath.Of(output) is { } real && real == RealPath.Of(input) ? $"The output `{output}` is the input."
            : null;
        if (fault is not null) throw new InputException(new InputError(fault) { Remedy = "Choose another file." });
    }
}
