using System.Text.RegularExpressions;

namespace Fulcrum.Cli.Tests;

/// <summary>Finds calls of TorchSharp that make a tensor of nothing, in the text of a source file.</summary>
internal static partial class TensorCalls
{
    /// <summary>Those that name no <c>device:</c>, without their line breaks.</summary>
    public static IEnumerable<string> WithoutDevice(string source)
    {
        if (!source.Contains("using static TorchSharp.torch;", StringComparison.Ordinal) && !source.Contains("using TorchSharp;", StringComparison.Ordinal)) yield break;
        foreach (var start in Factory().Matches(source).Select(match => match.Index))
        {
            var call = source[start..EndOf(source, start)];
            if (!call.Contains("device:", StringComparison.Ordinal)) yield return Blanks().Replace(call, " ");
        }
    }

    /// <summary>Behind the parenthesis that closes the first one from a place on.</summary>
    private static int EndOf(string source, int start)
    {
        var depth = 0;
        for (var at = start; at < source.Length; at++)
        {
            if (source[at] == '(') depth++;
            else if (source[at] == ')' && --depth == 0) return at + 1;
        }

        return source.Length;
    }

    [GeneratedRegex(@"(?<![\w.>""]|\w \()(?:torch\.)?(?:tensor|zeros|ones|empty|full|eye|arange|linspace|rand|randn|randint|randperm|from_array|frombuffer|as_tensor)\((?!\w+ \w+[,)])", RegexOptions.CultureInvariant)]
    private static partial Regex Factory();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
