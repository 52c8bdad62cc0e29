using System.Globalization;
using System.Text;
using System.Xml;
using Fulcrum.Data;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Trials;
using Fulcrum.Ladder.Verdicts;

namespace Fulcrum.Ladder.Exports;

/// <summary>
/// A run as JUnit XML, which continuous integration shows (the elements and attributes that Jenkins and GitLab read): one suite, in it a
/// case for each condition of the gate and one for each trial. A condition that does not hold is a failure, a trial that failed an error, and
/// one that was not judged or was vetoed is skipped.
/// </summary>
public static class JUnitXml
{
    /// <summary>Writes the file, whole or not at all.</summary>
    /// <param name="path">Where.</param>
    /// <param name="report">The run.</param>
    /// <param name="gate">What became of its gate; <see langword="null"/> where it had none.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Likewise.</exception>
    public static void Write(string path, ComparisonReport report, GateResult? gate) => AtomicFile.Write(path, stream =>
    {
        using var xml = XmlWriter.Create(stream, new XmlWriterSettings { Indent = true, Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) });
        Write(xml, report.Task.Name, report, [.. Conditions(gate), .. Trials(report)]);
    });

    private static void Write(XmlWriter xml, string suite, ComparisonReport report, Case[] cases)
    {
        xml.WriteStartElement("testsuites");
        WriteTotals(xml, "fulcrum", cases);
        xml.WriteStartElement("testsuite");
        WriteTotals(xml, suite, cases);
        xml.WriteAttributeString("timestamp", report.Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture));
        xml.WriteStartElement("properties");
        WriteProperty(xml, "recommendation", report.Verdict.Recommendation);
        WriteProperty(xml, "grade", report.Verdict.Grade.ToString());
        xml.WriteEndElement();
        foreach (var test in cases) WriteCase(xml, suite, test);
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteTotals(XmlWriter xml, string name, Case[] cases)
    {
        xml.WriteAttributeString("name", Valid(name));
        xml.WriteAttributeString("tests", Number(cases.Length));
        foreach (var (attribute, element) in new[] { ("failures", Case.Failure), ("errors", Case.Error), ("skipped", Case.Skipped) })
            xml.WriteAttributeString(attribute, Number(cases.Count(test => test.Element == element)));
        xml.WriteAttributeString("time", Seconds(cases.Sum(test => test.Seconds)));
    }

    private static void WriteProperty(XmlWriter xml, string name, string value)
    {
        xml.WriteStartElement("property");
        xml.WriteAttributeString("name", name);
        xml.WriteAttributeString("value", Valid(value));
        xml.WriteEndElement();
    }

    private static void WriteCase(XmlWriter xml, string suite, Case test)
    {
        xml.WriteStartElement("testcase");
        xml.WriteAttributeString("classname", Valid($"{suite}.{test.Class}"));
        xml.WriteAttributeString("name", Valid(test.Name));
        xml.WriteAttributeString("time", Seconds(test.Seconds));
        if (test.Element is { } element)
        {
            xml.WriteStartElement(element);
            xml.WriteAttributeString("message", Valid(test.Message));
            if (element != Case.Skipped)
            {
                xml.WriteAttributeString("type", Valid(test.Type));
                xml.WriteString(Valid(string.Join('\n', test.Log.Prepend(test.Message))));
            }

            xml.WriteEndElement();
        }
        else if (test.Message.Length > 0)
        {
            xml.WriteElementString("system-out", Valid(test.Message));
        }

        xml.WriteEndElement();
    }

    private static IEnumerable<Case> Conditions(GateResult? gate) => (gate?.Outcomes ?? []).Select(outcome => new Case("gate", outcome.Condition)
    {
        Element = outcome.Passed ? null : Case.Failure, Message = outcome.ToString(), Type = "gate",
    });

    private static IEnumerable<Case> Trials(ComparisonReport report)
    {
        var names = new TrialNames(report.Trials.Select(trial => trial.Trial));
        var vetoes = report.Verdict.Vetoes.ToLookup(veto => veto.Trial);
        foreach (var trial in report.Trials)
        {
            var test = new Case("trials", names[trial.Trial.Id]) { Seconds = trial.Result.WallSeconds };
            if (trial.Test is null && trial.Result.Failure is { } failure)
                yield return test with { Element = Case.Error, Message = failure.Reason, Type = failure.Stage.ToString().ToLowerInvariant(), Log = failure.Log };
            else if (report.Verdict.NotJudged.FirstOrDefault(one => one.Trial == trial.Trial.Id) is { } refused)
                yield return test with { Element = Case.Skipped, Message = NotJudged(refused) };
            else if (vetoes[trial.Trial.Id].FirstOrDefault() is { } veto)
                yield return test with { Element = Case.Skipped, Message = $"{veto.Constraint}: {veto.Reason}" };
            else
                yield return test with { Message = trial.Test is { } figures ? $"{report.Task.Kind.AccuracyName} {Formatting.DisplayFormat.Percent(figures.Accuracy)} on {figures.Count} rows" : "" };
        }
    }

    private static string NotJudged(NotJudged refused) => $"Not judged: {refused.Reason}{(refused.Price is { } price ? $"; {price}" : "")}.";

    /// <summary>The text with what XML cannot hold, such as NUL, replaced.</summary>
    private static string Valid(string text)
    {
        var valid = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            valid.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return valid.ToString();
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Seconds(double seconds) => seconds.ToString("0.000", CultureInfo.InvariantCulture);

    /// <param name="Class">The last part of its class name.</param>
    /// <param name="Name">Its name.</param>
    private sealed record Case(string Class, string Name)
    {
        public const string Failure = "failure";
        public const string Error = "error";
        public const string Skipped = "skipped";

        /// <summary>What says that it did not pass; <see langword="null"/> where it did.</summary>
        public string? Element { get; init; }

        public string Message { get; init; } = "";

        public string Type { get; init; } = "";

        public IReadOnlyList<string> Log { get; init; } = [];

        public double Seconds { get; init; }
    }
}
