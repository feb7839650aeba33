package org.banktransfer.service.http.reference;

import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

import java.util.List;

/// Pieces of HTML. Text is escaped, and so is HTML within Markdown.
final class Html {

    private static final List<Extension> EXTENSIONS = List.of(TablesExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder()
                    .extensions(EXTENSIONS)
                    .escapeHtml(true)
                    .sanitizeUrls(true)
                    .build();

    private Html() {}

    static String text(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /// @param content HTML
    static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">\n";
    }

    static String code(String text) {
        return "<code>" + text(text) + "</code>";
    }

    static String link(String target, String content) {
        return "<a href=\"" + text(target) + "\">" + content + "</a>";
    }

    /// @param head the columns' names
    /// @param rows of cells in HTML
    static String table(List<String> head, List<List<String>> rows) {
        if (rows.isEmpty()) {
            return "";
        }
        var table = new StringBuilder("<div class=\"wide\"><table>\n<thead><tr>");
        head.forEach(name -> table.append("<th scope=\"col\">").append(text(name)).append("</th>"));
        table.append("</tr></thead>\n<tbody>\n");
        for (var row : rows) {
            table.append("<tr>");
            row.forEach(cell -> table.append("<td>").append(cell).append("</td>"));
            table.append("</tr>\n");
        }
        return table.append("</tbody></table></div>\n").toString();
    }

    static String markdown(String source) {
        return RENDERER.render(PARSER.parse(source));
    }
}
