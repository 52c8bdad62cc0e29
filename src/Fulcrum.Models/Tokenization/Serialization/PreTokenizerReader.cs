using System.Text.Json;
using Fulcrum.Models.Tokenization.Normalizers;
using Fulcrum.Models.Tokenization.PreTokenizers;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>pre_tokenizer</c>.</summary>
internal static class PreTokenizerReader
{
    public static IEnumerable<IPieceStage> Read(JsonElement component) => component.Kind() switch
    {
        "Sequence" => component.Items("pretokenizers").SelectMany(Read),
        "ByteLevel" => ReadByteLevel(component),
        "Metaspace" => ReadMetaspace(component),
        "Split" => [new Split(PatternReader.Read(component.Member("pattern")), component.Choice<SplitBehavior>("behavior"), component.Flag("invert"))],
        "Digits" => [new Split(RunePattern.Numbers, component.Flag("individual_digits") ? SplitBehavior.Isolated : SplitBehavior.Contiguous)],
        "Punctuation" => [new Split(RunePattern.Punctuation, component.Choice<SplitBehavior>("behavior", SplitBehavior.Isolated))],
        "Whitespace" => [new Split(new RegexPattern(@"\w+|[^\w\s]+"), SplitBehavior.Removed, invert: true)],
        "WhitespaceSplit" => [new Split(RunePattern.WhiteSpace, SplitBehavior.Removed)],
        "CharDelimiterSplit" => [new Split(new LiteralPattern(component.Text("delimiter")), SplitBehavior.Removed)],
        "BertPreTokenizer" => [new Split(RunePattern.WhiteSpace, SplitBehavior.Removed), new Split(RunePattern.Punctuation, SplitBehavior.Isolated)],
        var kind => throw new NotSupportedException($"the pre-tokenizer \"{kind}\""),
    };

    private static IEnumerable<IPieceStage> ReadByteLevel(JsonElement component)
    {
        if (component.Flag("add_prefix_space", otherwise: true)) yield return new Prefix(" ", PrefixRule.WhereMissing);
        if (component.Flag("use_regex", otherwise: true)) yield return new Split(RegexPattern.Gpt2, SplitBehavior.Isolated);
        yield return new ByteEncoding();
    }

    private static IEnumerable<IPieceStage> ReadMetaspace(JsonElement component)
    {
        var mark = component.Character("replacement").ToString();
        yield return new Replacement(new LiteralPattern(" "), mark);
        var scheme = MetaspaceScheme(component);
        if (scheme != "never") yield return new Prefix(mark, scheme == "first" ? PrefixRule.AtInputStartWhereMissing : PrefixRule.WhereMissing);
        if (component.Flag("split", otherwise: true)) yield return new Split(new LiteralPattern(mark), SplitBehavior.MergedWithNext);
    }

    /// <summary>When the mark is put in front; older files say it with <c>add_prefix_space</c>.</summary>
    public static string MetaspaceScheme(JsonElement component)
    {
        var scheme = component.Find("prepend_scheme")?.AsText("prepend_scheme") ?? (component.Flag("add_prefix_space", otherwise: true) ? "always" : "never");
        return scheme is "always" or "first" or "never" ? scheme : throw new NotSupportedException($"the prepend_scheme \"{scheme}\"");
    }
}
