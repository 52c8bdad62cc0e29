using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fulcrum.Samples;

/// <summary>Writes a generated data set as JSON lines.</summary>
public static class SampleFiles
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces <c>train.jsonl</c>, <c>dev.jsonl</c>, … in <paramref name="folder"/>; the text is in <paramref name="column"/>.</summary>
    public static void Write(string folder, string column, SampleParts parts, bool isMultiLabel = false)
    {
        Directory.CreateDirectory(folder);
        foreach (string part in parts.Names)
        {
            string path = Path.Combine(folder, part + ".jsonl");
            File.WriteAllText(path + ".new", string.Concat(parts[part].Select(row => Line(column, row, isMultiLabel) + "\n")));
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    /// <summary>The JSON object of one row; its labels are a list where there may be more than one.</summary>
    public static string Line(string column, SampleRow row, bool isMultiLabel = false)
    {
        var line = new JsonObject { ["id"] = row.Id, [column] = row.Text };
        if (isMultiLabel) line["labels"] = new JsonArray([.. row.Labels.Select(label => JsonValue.Create(label))]);
        else line["label"] = row.Labels[0];
        line["family"] = row.Family;
        return line.ToJsonString(Json);
    }
}
