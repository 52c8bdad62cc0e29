using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>Writes JSON as Python's <c>json.dumps(ensure_ascii=False)</c> does.</summary>
internal static class JsonText
{
    public static string Write(object? value, int? indent = null)
    {
        var output = new StringBuilder();
        Append(output, value, indent, 0);
        return output.ToString();
    }

    private static void Append(StringBuilder output, object? value, int? indent, int depth)
    {
        switch (value)
        {
            case null: output.Append("null"); break;
            case bool truth: output.Append(truth ? "true" : "false"); break;
            case long number: output.Append(number); break;
            case double number: output.Append(Values.WriteFloat(number)); break;
            case string text: AppendString(output, text); break;
            case List<object?> list:
                AppendAll(output, '[', ']', list, item => Append(output, item, indent, depth + 1), indent, depth);
                break;
            case Mapping mapping:
                AppendAll(output, '{', '}', mapping, AppendEntry, indent, depth);
                break;
            default: throw new TemplateFault($"{Values.Kind(value)} cannot be written as JSON");
        }

        void AppendEntry(KeyValuePair<string, object?> entry)
        {
            AppendString(output, entry.Key);
            output.Append(": ");
            Append(output, entry.Value, indent, depth + 1);
        }
    }

    private static void AppendAll<T>(StringBuilder output, char open, char close, IReadOnlyCollection<T> items, Action<T> append, int? indent, int depth)
    {
        output.Append(open);
        foreach (var (i, item) in items.Index())
        {
            if (i > 0) output.Append(indent is null ? ", " : ",");
            if (indent is { } width) output.Append('\n').Append(' ', width * (depth + 1));
            append(item);
        }

        if (indent is { } outer && items.Count > 0) output.Append('\n').Append(' ', outer * depth);
        output.Append(close);
    }

    private static void AppendString(StringBuilder output, string text)
    {
        output.Append('"');
        foreach (var character in text)
        {
            _ = character switch
            {
                '"' => output.Append("\\\""),
                '\\' => output.Append("\\\\"),
                '\n' => output.Append("\\n"),
                '\r' => output.Append("\\r"),
                '\t' => output.Append("\\t"),
                '\b' => output.Append("\\b"),
                '\f' => output.Append("\\f"),
                < ' ' => output.Append("\\u").Append(((int)character).ToString("x4", CultureInfo.InvariantCulture)),
                _ => output.Append(character),
            };
        }

        output.Append('"');
    }
}
