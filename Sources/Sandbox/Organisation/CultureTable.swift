extension Culture {
  /// The order is fixed: it decides who is called what.
  static let all: [Culture] = european + african + asian

  private static let european = [
    Culture(
      given: """
        Alice Benjamin Charlotte Daniel Eleanor Freddie Grace Henry Isla James Katherine Liam Molly \
        Nathan Olivia Patrick Rosie Simon Thea Umar Violet William Beatrix Callum Imogen Rory
        """,
      family: """
        Ashworth Bennett Clarke Davies Ellison Fletcher Graham Holloway Ingram Jennings Kirby \
        Lockwood Marlow Norris Osborne Pritchard Quinn Radcliffe Sinclair Thornton Underhill \
        Vaughan Whitfield Yates O'Brien
        """, home: .london),
    Culture(
      given: """
        Alejandro Beatriz Carlos Dolores Esteban Fátima Gonzalo Héctor Inés Javier Lucía Martín \
        Nerea Óscar Paloma Quique Raúl Sofía Tomás Úrsula Verónica Ximena Yolanda Álvaro
        """,
      family: """
        Álvarez Benítez Cortés Domínguez Espinoza Fernández García Hernández Ibáñez Jiménez López \
        Muñoz Núñez Ortega Peña Quintana Rodríguez Sánchez Trujillo Uribe Vázquez Zúñiga
        """, home: .madrid),
    Culture(
      given: """
        Antônio Beatriz Caio Débora Eduardo Flávia Gustavo Helena Ítalo João Larissa Márcia Nuno \
        Otávio Paulo Rafaela Sebastião Tânia Ubiratan Vitória Wagner Conceição
        """,
      family: """
        Almeida Barbosa Cardoso Dias Esteves Ferreira Gonçalves Henriques Junqueira Magalhães \
        Nogueira Oliveira Pereira Queirós Ramos Simões Teixeira Vasconcelos Araújo Conceição
        """, home: .saoPaulo),
    Culture(
      given: """
        Amélie Bastien Camille Damien Élodie François Gaëlle Hugo Inès Jérôme Léa Mathieu Noémie \
        Océane Pierre Quentin Raphaël Solène Théo Ulysse Valérie Zoé Benoît
        """,
      family: """
        Aubert Bélanger Chevalier Delacroix Étienne Fournier Gérard Hébert Jacquet Lefèvre Moreau \
        Noël Perrot Renaud Séguin Thibault Vasseur Wauquier Beauséjour Crépin
        """, home: .paris),
    Culture(
      given: """
        Anja Bernd Christoph Dörte Emil Franziska Günther Heike Ingo Jürgen Katja Lukas Mareike \
        Nils Ottilie Philipp Renate Sören Tobias Ulrike Volker Wiebke Jörg
        """,
      family: """
        Albrecht Böhm Dreßler Eichhorn Fuchs Großmann Hübner Jäger Köhler Lindner Möller Neumann \
        Ostermann Pfeiffer Röder Schäfer Töpfer Ullrich Voß Weiß Zimmermann
        """, home: .berlin),
    Culture(
      given: """
        Agnieszka Bogdan Celina Dawid Ewelina Filip Grażyna Henryk Iga Jarosław Kinga Łukasz \
        Małgorzata Norbert Oliwia Paweł Róża Stanisław Urszula Wojciech Żaneta
        """,
      family: """
        Adamczyk Błaszczyk Cieślak Dąbrowski Gołąb Jabłoński Kowalczyk Łukasik Mróz Nowicki \
        Olszewski Piątek Rutkowski Stępień Śliwiński Wójcik Zając Żurek Wrona Pająk
        """, home: .warsaw),
    Culture(
      given: """
        Astrid Bjørn Cæcilie Dagny Eskil Freja Gunnar Håkon Ingrid Jens Kåre Linnéa Magnus Nanna \
        Oskar Pernille Ragnhild Sigrid Torbjørn Ulf Vilde Åse Søren
        """,
      family: """
        Aagaard Bergström Christensen Dahl Ekström Fjeldstad Grønlund Håkansson Jørgensen Kjær \
        Lindqvist Mørk Nyström Ødegård Rasmussen Skovgård Thorvaldsen Østergård Åkesson Vestby
        """, home: .copenhagen),
    Culture(
      given: """
        Ayşe Barış Cem Derya Emre Fatma Gökhan Hülya İbrahim Kerem Leyla Mehmet Nilüfer Özlem \
        Pınar Rüya Selçuk Tuğba Ümit Yağmur Zeynep Çağla
        """,
      family: """
        Aydın Bozkurt Çelik Doğan Erdoğdu Güneş İnce Karakuş Öztürk Polat Şahin Tekin Uçar Yıldız \
        Yılmaz Aksoy Köse Ünal Koç Özer
        """, home: .istanbul),
    Culture(
      given: """
        Andriy|Андрій Bohdana|Богдана Daryna|Дарина Hryhoriy|Григорій Iryna|Ірина \
        Kateryna|Катерина Lesia|Леся Mykola|Микола Nadia|Надія Oleksandr|Олександр Petro|Петро \
        Roksolana|Роксолана Solomiya|Соломія Taras|Тарас Yaroslava|Ярослава Zoryana|Зоряна
        """,
      family: """
        Bondarenko|Бондаренко Danylenko|Даниленко Franko|Франко Hrytsenko|Гриценко \
        Ivanchenko|Іванченко Kovalenko|Коваленко Lysenko|Лисенко Melnyk|Мельник \
        Ponomarenko|Пономаренко Rudenko|Руденко Savchenko|Савченко Tkachuk|Ткачук \
        Shevchuk|Шевчук Vasylenko|Василенко Zinchenko|Зінченко Yurchenko|Юрченко
        """, home: .kyiv),
    Culture(
      given: """
        Alexandros|Αλέξανδρος Danae|Δανάη Eleni|Ελένη Fotini|Φωτεινή Giorgos|Γιώργος \
        Ioanna|Ιωάννα Kostas|Κώστας Maria|Μαρία Nikos|Νίκος Olga|Όλγα Panagiotis|Παναγιώτης \
        Sofia|Σοφία Thanasis|Θανάσης Vasiliki|Βασιλική Xenia|Ξένια
        """,
      family: """
        Angelopoulos|Αγγελόπουλος Dimitriou|Δημητρίου Economou|Οικονόμου Galanis|Γαλάνης \
        Ioannidis|Ιωαννίδης Kalogeras|Καλογεράς Lambrou|Λάμπρου Makris|Μακρής \
        Nikolaidis|Νικολαΐδης Papadaki|Παπαδάκη Roussos|Ρούσσος Samaras|Σαμαράς \
        Theodorou|Θεοδώρου Vlachos|Βλάχος Zervas|Ζέρβας
        """, home: .athens),
  ]

  private static let african = [
    Culture(
      given: """
        Adaeze Babatunde Chiamaka Damilola Ebere Folake Gbenga Halima Ifeoma Jide Kelechi Lola \
        Musa Ngozi Obinna Praise Remi Simisola Tunde Uche Yemi Zainab Chinedu
        """,
      family: """
        Abiodun Balogun Chukwu Danjuma Eze Fashola Giwa Ibrahim Jegede Kalu Lawal Mbakwe Nwosu \
        Obi Popoola Rotimi Soyinka Tinubu Umeh Yusuf Adebayo Ogunleye
        """, home: .lagos),
    Culture(
      given: """
        Ahmed|أحمد Amal|أمل Bassem|باسم Dina|دينا Fadi|فادي Farida|فريدة Hassan|حسن Huda|هدى \
        Karim|كريم Khadija|خديجة Layla|ليلى Mahmoud|محمود Mariam|مريم Nour|نور Rania|رانيا \
        Sami|سامي Tariq|طارق Yasmin|ياسمين Youssef|يوسف Zaynab|زينب
        """,
      family: """
        Abdallah|عبدالله Badawi|بدوي Darwish|درويش Fahmy|فهمي Ghanem|غانم Hamdan|حمدان \
        Ismail|إسماعيل Jaber|جابر Kassab|قصاب Mansour|منصور Nasser|ناصر Othman|عثمان Qasim|قاسم \
        Rashed|راشد Saleh|صالح Tawfik|توفيق Wahba|وهبة Zaki|زكي
        """, home: .cairo),
    Culture(
      given: """
        Aaliyah Brandon Camila Dashiell Emery Faith Gianna Harper Isaiah Jasmine Kai Logan \
        Madison Noah Paige Quincy Riley Savannah Trevor Vanessa Wyatt Zachary
        """,
      family: """
        Anderson Brooks Castillo Delgado Everett Freeman Griffin Hayes Jackson Keller Lawson \
        Mitchell Nguyen-Harris Owens Parker Reyes Sullivan Torres Underwood Washington
        """, home: .austin),
  ]

  private static let asian = [
    Culture(
      given: """
        Aarav Bhavna Chitra Deepak Esha Farhan Gayatri Harish Ishaan Jyoti Kavya Lakshmi Manoj \
        Nandini Omkar Pooja Rohan Sanjana Tanvi Uday Vikram Yamini Zubin
        """,
      family: """
        Agarwal Banerjee Chatterjee Deshpande Fernandes Gopalan Hegde Iyer Joshi Kulkarni Mehta \
        Narayanan Patel Qureshi Rao Subramaniam Trivedi Upadhyay Venkatesan Yadav
        """, home: .bengaluru),
    Culture(
      given: """
        Bo|波 Dan|丹 Fang|芳 Gang|刚 Hao|浩 Hui|慧 Jing|静 Jun|军 Lan|兰 Lei|磊 Li|丽 Mei|梅 \
        Ming|明 Na|娜 Peng|鹏 Qiang|强 Rui|瑞 Tao|涛 Xiu|秀 Yan|燕 Yong|勇 Yuxuan|雨轩 Zihan|子涵 \
        Haoran|浩然
        """,
      family: """
        Cai|蔡 Deng|邓 Fan|范 Guo|郭 He|何 Huang|黄 Jiang|江 Liang|梁 Lin|林 Liu|刘 Ma|马 Ouyang|欧阳 \
        Pan|潘 Qian|钱 Song|宋 Sun|孙 Tang|唐 Wang|王 Xie|谢 Xu|徐 Yang|杨 Zhang|张 Zhao|赵 Zhou|周
        """, order: .familyFirst, home: .singapore),
    Culture(
      given: """
        Akira|明 Aoi|葵 Daiki|大輝 Emi|恵美 Haruka|遥 Hiroshi|浩 Kaito|海斗 Kenji|健二 Mai|舞 \
        Naoki|直樹 Ren|蓮 Sakura|さくら Shota|翔太 Takumi|匠 Yui|結衣 Yuki|雪 Hina|陽菜 Rin|凛
        """,
      family: """
        Abe|阿部 Endo|遠藤 Fujita|藤田 Hayashi|林 Inoue|井上 Ito|伊藤 Kato|加藤 Kimura|木村 \
        Matsumoto|松本 Mori|森 Nakamura|中村 Ogawa|小川 Saito|斎藤 Suzuki|鈴木 Tanaka|田中 \
        Watanabe|渡辺 Yamada|山田 Yoshida|吉田
        """, order: .familyFirst, home: .tokyo),
    Culture(
      given: """
        Dongwook|동욱 Eunji|은지 Haneul|하늘 Hyejin|혜진 Jaehyun|재현 Jihoon|지훈 Jiwoo|지우 \
        Minseo|민서 Minjun|민준 Nari|나리 Sangho|상호 Seojun|서준 Soyeon|소연 Taeyang|태양 \
        Yejin|예진 Yuna|유나
        """,
      family: """
        Ahn|안 Bae|배 Cho|조 Choi|최 Han|한 Hwang|황 Jang|장 Jeong|정 Kang|강 Kim|김 Kwon|권 \
        Lim|임 Moon|문 Oh|오 Park|박 Seo|서 Shin|신 Yoon|윤
        """, order: .familyFirst, home: .seoul),
    Culture(
      given: """
        Anh Bảo Châu Dũng Giang Hạnh Khánh Linh Mai Ngọc Oanh Phúc Quỳnh Sơn Thảo Tuấn Uyên Việt \
        Xuân Yến
        """,
      family: "Bùi Đặng Đinh Đỗ Dương Hồ Hoàng Huỳnh Lê Lý Ngô Nguyễn Phạm Phan Trần Trương Võ Vũ",
      home: .hanoi),
  ]
}
