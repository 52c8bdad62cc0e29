using System.Globalization;
using System.Text;

namespace Fulcrum.Models.ChatTemplates.Jinja;

/// <summary>The functions that every template can call.</summary>
internal static class Functions
{
    public static IEnumerable<(string Name, Callable Function)> Globals(TimeProvider clock) =>
    [
        ("raise_exception", arguments => throw new TemplateFault(Values.Write(arguments.Get(0, "message")))),
        ("strftime_now", arguments => FormatTime(clock.GetLocalNow(), Values.Text(arguments.Get(0, "format")))),
        ("namespace", MakeNamespace),
        ("range", MakeRange),
        ("dict", MakeMapping),
    ];

    private static Namespace MakeNamespace(Arguments arguments)
    {
        var result = new Namespace();
        foreach (var (name, value) in arguments.Named) result.Values[name] = value;
        return result;
    }

    private static Mapping MakeMapping(Arguments arguments)
    {
        var result = new Mapping();
        foreach (var (name, value) in arguments.Named) result[name] = value;
        return result;
    }

    private static List<object?> MakeRange(Arguments arguments)
    {
        var numbers = arguments.Positional.Select(Values.Integer).ToArray();
        var (start, stop, step) = numbers switch
        {
            [var end] => (0, end, 1),
            [var begin, var end] => (begin, end, 1),
            [var begin, var end, var by] when by != 0 => (begin, end, by),
            _ => throw new TemplateFault("range needs one to three integers, the step not zero"),
        };
        if (Math.Abs((stop - start) / step) > 100_000) throw new TemplateFault("the range has more than 100,000 elements");
        var result = new List<object?>();
        for (var i = start; step > 0 ? i < stop : i > stop; i += step) result.Add(i);
        return result;
    }

    private static string FormatTime(DateTimeOffset time, string format)
    {
        var output = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length) output.Append(format[i]);
            else output.Append(FormatPart(time, format[++i]));
        }

        return output.ToString();
    }

    private static string FormatPart(DateTimeOffset time, char directive)
    {
        var format = directive switch
        {
            'd' => "dd",
            'm' => "MM",
            'Y' => "yyyy",
            'y' => "yy",
            'b' => "MMM",
            'B' => "MMMM",
            'a' => "ddd",
            'A' => "dddd",
            'H' => "HH",
            'I' => "hh",
            'M' => "mm",
            'S' => "ss",
            'p' => "tt",
            'F' => "yyyy-MM-dd",
            'T' => "HH:mm:ss",
            'j' => "",
            '%' => "'%'",
            _ => throw new TemplateFault($"strftime_now does not support %{directive}"),
        };
        return directive == 'j'
            ? time.DayOfYear.ToString("000", CultureInfo.InvariantCulture)
            : time.ToString(format, CultureInfo.InvariantCulture);
    }
}
