using System.Text.RegularExpressions;
using SpiNNMan.Async.Tests.Support;

namespace SpiNNMan.Async.Tests.Documentation;

/// <summary>The comments of the libraries and of the tool are short sentences. Those of the core have none of the words that docs/vocabulary.md gave up.</summary>
internal sealed partial class CommentTests
{
    private const int MostWords = 30;

    private static readonly Lazy<(string File, string Text)[]> s_comments = new(() =>
        [.. Repository.SourceFiles("src").SelectMany(static file => Comments(File.ReadAllLines(file)).Select(text => (Repository.Shorten(file), text)))]);

    [Test]
    public void No_sentence_is_long()
    {
        IEnumerable<string> wrong = s_comments.Value.SelectMany(static comment => Sentences(comment.Text).Where(static sentence => WordsOf(sentence) > MostWords).Select(sentence => $"{comment.File}: {sentence}"));

        Assert.That(s_comments.Value, Has.Length.GreaterThan(10_000), "comments are found");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void No_comment_has_a_word_that_was_given_up()
    {
        IEnumerable<string> wrong = s_comments.Value.Where(static comment => comment.File.StartsWith("src/SpiNNMan.Async/", StringComparison.Ordinal) && Vocabulary.GivenUp.IsMatch(comment.Text)).Select(static comment => $"{comment.File}: {Vocabulary.GivenUp.Match(comment.Text).Value}");

        Assert.That(Vocabulary.Words().Count(), Is.GreaterThan(8), "the table is found");
        Assert.That(wrong, Is.Empty);
    }

    [Test]
    public void No_comment_begins_with_a_question_word_for_a_noun() =>
        Assert.That(s_comments.Value.Where(static comment => comment.Text.StartsWith("What ", StringComparison.Ordinal)), Is.Empty);

    [TestCase("One. Two words here; and three words more.", 3)]
    [TestCase("See <see cref=\"A.B\"/> of it: it ends.", 1)]
    public void Sentences_are_told_apart(string text, int sentences) => Assert.That(Sentences(text).Count(), Is.EqualTo(sentences));

    /// <summary>The comments of a file, those in lines one after the other as one, a summary, parameter and so on each for itself, without code.</summary>
    private static IEnumerable<string> Comments(string[] lines)
    {
        var block = new List<string>();
        foreach (string line in lines.Append(""))
        {
            Match comment = Comment().Match(line);
            if (comment.Success)
            {
                block.Add(comment.Groups["text"].Value);
                continue;
            }

            foreach (string part in Part().Split(Code().Replace(string.Join(' ', block), " ")).Where(static part => part.Length > 0))
                yield return part;

            block.Clear();
        }
    }

    private static IEnumerable<string> Sentences(string text) =>
        SentenceEnd().Split(Tag().Replace(Reference().Replace(text, static match => match.Groups["name"].Value.Replace(".", "", StringComparison.Ordinal)), " ")).Where(static sentence => WordsOf(sentence) > 0);

    private static int WordsOf(string sentence) => sentence.Split(' ', StringSplitOptions.RemoveEmptyEntries).Count(static word => word.Any(char.IsLetterOrDigit));

    [GeneratedRegex(@"^\s*///?(?!/)\s?(?<text>.*)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Comment();

    [GeneratedRegex("<code>.*?</code>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Code();

    [GeneratedRegex("</?(?:list|listheader|item|term|description|summary|param|typeparam|returns|remarks|exception|example|content)\\b[^>]*>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Part();

    [GeneratedRegex("<(?:see|seealso|paramref|typeparamref|inheritdoc) \\w+=\"(?<name>[^\"(]*)[^\"]*\"[^>]*>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Reference();

    [GeneratedRegex("<[^>]+>", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"(?<=[.;!?])\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex SentenceEnd();
}
