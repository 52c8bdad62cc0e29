using System.Globalization;
using System.Text.Json;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Fulcrum.Models.Inspection;
using Spectre.Console;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>The answer of <c>fulcrum models show</c>.</summary>
internal static class ModelView
{
    public static void Show(Terminal terminal, ModelSummary model, bool json)
    {
        var memory = model.Parameters;
        if (json)
        {
            var answer = new
            {
                model.Path,
                model.Architecture,
                model.License,
                model.FileBytes,
                Parameters = memory.Total,
                MemoryBytes = new { fp32 = memory.Float32Bytes, bf16 = memory.BFloat16Bytes, int8 = memory.Int8Bytes, nf4 = memory.Nf4Bytes },
                model.LayerCount,
                model.HeadCount,
                model.KeyValueHeadCount,
                model.HiddenSize,
                model.ContextLength,
                model.VocabularySize,
                model.Tokenizer,
                model.HasChatTemplate,
                model.ChatTemplateWarning,
                model.Problem,
            };
            terminal.Out.WriteLine(JsonSerializer.Serialize(answer, Options));
            return;
        }

        var grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        foreach (var (name, value) in Rows(model)) grid.AddRow(new Text(name, new Style(decoration: Decoration.Dim)), new Text(value));
        terminal.Answers.Write(grid);
    }

    /// <summary>An anonymous object has only properties that cannot be set; they are written here.</summary>
    private static JsonSerializerOptions Options { get; } = new(LadderJson.File) { IgnoreReadOnlyProperties = false };

    private static IEnumerable<(string Name, string Value)> Rows(ModelSummary model)
    {
        var memory = model.Parameters;
        yield return ("model", model.Path);
        yield return ("architecture", model.Architecture ?? DisplayFormat.None);
        yield return ("license", model.License ?? "not named");
        yield return ("parameters", $"{memory.Total.ToString("N0", CultureInfo.InvariantCulture)} ({DisplayFormat.Compact(memory.Total)})");
        yield return ("layers", $"{Number(model.LayerCount)}, {Number(model.HeadCount)} heads, {Number(model.KeyValueHeadCount)} key and value heads, hidden size {Number(model.HiddenSize)}");
        yield return ("context", $"{Number(model.ContextLength)} tokens");
        yield return ("on disk", DisplayFormat.Bytes(model.FileBytes));
        yield return ("memory", $"fp32 {DisplayFormat.Bytes(memory.Float32Bytes)}, bf16 {DisplayFormat.Bytes(memory.BFloat16Bytes)}, int8 {DisplayFormat.Bytes(memory.Int8Bytes)}, NF4 {DisplayFormat.Bytes(memory.Nf4Bytes)}");
        yield return ("tokenizer", model.Tokenizer is { } kind ? $"{kind}, {Number(model.VocabularySize)} tokens" : "none");
        yield return ("chat template", model.HasChatTemplate ? "yes" : "no");
        if (model.ChatTemplateWarning is { } warning) yield return ("warning", warning);
        if (model.Problem is { } problem) yield return ("cannot run", problem);
    }

    private static string Number(long? number) => number?.ToString("N0", CultureInfo.InvariantCulture) ?? DisplayFormat.None;
}
