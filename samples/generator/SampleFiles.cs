using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fulcrum.Samples;

/// <summary>Writes a generated data set as JSON lines.</summary>
public static class SampleFiles
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Replaces <c>train.jsonl</c>, <c>dev.jsonl</c>, … in <paramref name="folder"/>; the text stands in <paramref name="column"/>.</summary>
    public static void Write(string folder, string column, SampleParts parts)
    {
        Directory.CreateDirectory(folder);
        foreach (string part in parts.Names)
        {
            string path = Path.Combine(folder, part + ".jsonl");
            File.WriteAllText(path + ".new", string.Concat(parts[part].Select(row => Line(column, row) + "\n")));
            File.Move(path + ".new", path, overwrite: true);
        }
    }

    /// <summary>The JSON object of one row.</summary>
    public static string Line(string column, SampleRow row) =>
        new JsonObject { ["id"] = row.Id, [column] = row.Text, ["label"] = row.Label, ["family"] = row.Family }.ToJsonString(Json);
}
