using System.Globalization;
using System.Text;
using System.Text.Json;
using Fulcrum.Data.Unicode;
using Fulcrum.Models.Tokenization.Normalizers;

namespace Fulcrum.Models.Tokenization.Serialization;

/// <summary>Reads the section <c>normalizer</c>.</summary>
internal static class NormalizerReader
{
    public static IEnumerable<IPieceStage> Read(JsonElement normalizer) => normalizer.Kind() switch
    {
        "Sequence" => normalizer.Items("normalizers").SelectMany(Read),
        "NFC" => [new UnicodeNormalization(NormalizationForm.FormC)],
        "NFD" => [new UnicodeNormalization(NormalizationForm.FormD)],
        "NFKC" => [new UnicodeNormalization(NormalizationForm.FormKC)],
        "NFKD" => [new UnicodeNormalization(NormalizationForm.FormKD)],
        "Lowercase" => [new Lowercase()],
        "Strip" => [new Trimming(normalizer.Flag("strip_left"), normalizer.Flag("strip_right"))],
        "StripAccents" => [new RuneFilter(rune => !Script.IsMark(rune))],
        "Replace" => [new Replacement(PatternReader.Read(normalizer.Member("pattern")), normalizer.Text("content"))],
        "Prepend" => [new Prefix(normalizer.Text("prepend"), PrefixRule.Always)],
        "Precompiled" => [new PrecompiledCharsMap(Convert.FromBase64String(normalizer.Text("precompiled_charsmap")))],
        "BertNormalizer" => ReadBert(normalizer),
        var kind => throw new NotSupportedException($"the normalizer \"{kind}\""),
    };

    private static IEnumerable<IPieceStage> ReadBert(JsonElement normalizer)
    {
        var lowercases = normalizer.Flag("lowercase");
        if (normalizer.Flag("clean_text")) yield return new BertCleaning();
        if (normalizer.Flag("handle_chinese_chars")) yield return new CjkSpacing();
        if (normalizer.Flag("strip_accents", otherwise: lowercases))
        {
            yield return new UnicodeNormalization(NormalizationForm.FormD);
            yield return new RuneFilter(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark);
        }

        if (lowercases) yield return new Lowercase();
    }
}
