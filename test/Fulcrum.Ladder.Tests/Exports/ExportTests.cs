using System.Text;
using System.Xml.Linq;
using Fulcrum.Ladder.Exports;
using Fulcrum.Ladder.Gates;
using Fulcrum.Ladder.Reports;
using Fulcrum.Ladder.Runs;
using Fulcrum.Ladder.Tests.Runs;
using Fulcrum.Ladder.Trials;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Exports;

public sealed class ExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Junit_has_a_case_for_each_condition_and_each_trial()
    {
        var (report, gate) = Run();
        var file = Path.Combine(_folder.Path, "junit.xml");

        JUnitXml.Write(file, report, gate);

        Assert.Equal(
            """
            <?xml version="1.0" encoding="utf-8"?>
            <testsuites name="fulcrum" tests="5" failures="1" errors="1" skipped="1" time="5.000">
              <testsuite name="mail &amp; more" tests="5" failures="1" errors="1" skipped="1" time="5.000" timestamp="2026-11-23T09:00:00">
                <properties>
                  <property name="recommendation" value="Not decided: only classical was judged. 100.0 % [91.2, 100.0]." />
                  <property name="grade" value="D" />
                </properties>
                <testcase classname="mail &amp; more.gate" name="accuracy&gt;=0.99" time="0.000">
                  <system-out>passed: accuracy&gt;=0.99 (100.0 % [91.2, 100.0]; the limit lies within the interval)</system-out>
                </testcase>
                <testcase classname="mail &amp; more.gate" name="grade&gt;=B" time="0.000">
                  <failure message="failed: grade&gt;=B (D)" type="gate">failed: grade&gt;=B (D)</failure>
                </testcase>
                <testcase classname="mail &amp; more.trials" name="classical" time="2.500">
                  <system-out>accuracy 100.0 % [91.2, 100.0] on 40 rows</system-out>
                </testcase>
                <testcase classname="mail &amp; more.trials" name="zero-shot" time="0.000">
                  <error message="It said �&lt;b&gt; &amp; died." type="worker">It said �&lt;b&gt; &amp; died.
            last words</error>
                </testcase>
                <testcase classname="mail &amp; more.trials" name="scratch" time="2.500">
                  <skipped message="Not judged: 2.0 % of its training was done; all of its training takes about 75 min." />
                </testcase>
              </testsuite>
            </testsuites>
            """.ReplaceLineEndings("\n"),
            File.ReadAllText(file).Replace('\u202f', ' ').ReplaceLineEndings("\n"));
        Assert.Equal("testsuites", XDocument.Load(file).Root!.Name.LocalName);
        Assert.NotEqual(Encoding.UTF8.GetPreamble(), File.ReadAllBytes(file)[..3]);
    }

    [Fact]
    public void Markdown_has_headline_reasons_gate_and_ladder()
    {
        var (report, gate) = Run();

        MarkdownSummary.Write(Path.Combine(_folder.Path, "summary.md"), report, gate);

        Assert.Equal(
            """
            ### Fulcrum: mail &amp; more

            **Not decided: only classical was judged. 100.0 % \[91.2, 100.0\].**

            - Not judged: a model from scratch (2.0 % of its training was done; all of its training takes about 75 min).
            - There is nothing to compare it with.

            Gate failed on classical: 1 of 2 conditions hold.

            |  | condition | value |
            | --- | --- | --- |
            | passed | `accuracy>=0.99` | 100.0 % \[91.2, 100.0\]; the limit lies within the interval |
            | **failed** | `grade>=B` | D |

            | rung | accuracy [95 %] | macro-F1 | shifted | rows | p95 | memory | US$ per 1,000 | time |
            | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
            | **classical** | 100.0 % [91.2, 100.0] | 100.0 % | 100.0 % | 40 | 2.0 ms | 1 kB | 5.556E-05 | 2.5 s |
            | zero-shot | failed |  |  |  |  |  |  |  |
            | scratch | 50.0 % [35.2, 64.8] | 33.3 % | 50.0 % | 40 | 2.0 ms | 1 kB | 5.556E-05 | 2.5 s |

            """.ReplaceLineEndings("\n"),
            File.ReadAllText(Path.Combine(_folder.Path, "summary.md")).Replace('\u202f', ' ').Replace('\u00a0', ' '));
    }

    [Fact]
    public void What_a_name_says_in_markdown_or_html_is_shown_and_not_done()
    {
        var (report, _) = Run();
        var verdict = report.Verdict with { Recommendation = "<img src=x> | `a|b<i>` @team *x* [y](z) `open", Reasons = [], GradeReasons = [] };

        var text = MarkdownSummary.Render(report with { Verdict = verdict }, null);

        Assert.Contains("**&lt;img src=x> \\| 'a\\|b&lt;i>' &#64;team \\*x\\* \\[y\\](z) 'open**\n", text, StringComparison.Ordinal);
        Assert.Contains("`a\\|b<i>`", MarkdownSummary.Render(report with { Verdict = verdict with { Recommendation = "`a|b<i>`" } }, null), StringComparison.Ordinal);
    }

    /// <summary>A trial that is judged, one that failed, and one that saw hardly any of its training.</summary>
    private (ComparisonReport Report, GateResult Gate) Run()
    {
        var run = new RunFolder(Path.Combine(_folder.Path, "run"));
        run.Create(TestRun.Task with { Name = "mail & more" }, TestRun.Data, [], TestRun.Environment).Dispose();
        FinishedTrial.Write(run, TestRun.Data, TestRun.Trial("c"), example => example.Labels.Only);
        FinishedTrial.Fail(run, TestRun.Trial("z", "zero-shot"), "It said \0<b> & died.");
        FinishedTrial.Write(run, TestRun.Data, TestRun.Trial("s", "scratch"), _ => "ham", outcome: new TrialOutcome { TrainedShare = 0.02, TrainingSeconds = 90 });
        var report = ReportBuilder.Build(run);
        return (report, Gate.Parse("accuracy>=0.99 & grade>=B").Check(report));
    }
}
