using System.Text.Json;
using Fulcrum.Models.Tokenization;
using Fulcrum.Tests;

namespace Fulcrum.Models.Tests.Tokenization;

/// <summary>Reads the golden data of Hugging Face tokenizers.</summary>
internal static class TokenizerGoldens
{
    public static (Tokenizer Tokenizer, JsonElement Golden) Load(string name)
    {
        var (tokenizer, golden) = TokenizerFolders.Find(name);
        return (Tokenizer.Load(tokenizer), JsonDocument.Parse(File.ReadAllBytes(golden)).RootElement);
    }

    public static int[] Ints(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];

    public static string[] Strings(this JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    public static TextRange[] Ranges(this JsonElement list) =>
        [.. list.EnumerateArray().Select(item => new TextRange(item[0].GetInt32(), item[1].GetInt32()))];
}
