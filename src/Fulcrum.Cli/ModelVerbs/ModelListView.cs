using System.Text.Json;
using Fulcrum.Ladder.Files;
using Fulcrum.Ladder.Formatting;
using Spectre.Console;

namespace Fulcrum.Cli.ModelVerbs;

/// <summary>The answer of <c>fulcrum models list</c>.</summary>
internal static class ModelListView
{
    public static void Show(Terminal terminal, IReadOnlyList<ListedModel> models, bool json)
    {
        if (json)
        {
            terminal.Out.WriteLine(JsonSerializer.Serialize(models, LadderJson.File));
            return;
        }

        var table = new Table { Border = TableBorder.SimpleHeavy };
        table.AddColumns("model", "where");
        table.AddColumn(new TableColumn("parameters").RightAligned());
        table.AddColumn(new TableColumn("on disk").RightAligned());
        table.AddColumns("architecture", "license");
        foreach (var model in models)
        {
            table.AddRow(
                new Text(model.Name),
                new Text(model.Source),
                new Text(model.Parameters is { } parameters ? DisplayFormat.Compact(parameters) : DisplayFormat.None),
                new Text(model.Bytes is { } bytes ? DisplayFormat.Bytes(bytes) : DisplayFormat.None),
                new Text(model.Problem ?? model.Architecture ?? DisplayFormat.None),
                new Text(model.License ?? DisplayFormat.None));
        }

        terminal.Answers.Write(table);
    }
}
